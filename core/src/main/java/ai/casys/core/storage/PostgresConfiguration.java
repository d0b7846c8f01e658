// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

/** The server configuration of the embedded PostgreSQL, written anew at each start. */
final class PostgresConfiguration {

    private PostgresConfiguration() {}

    static String text(int port, boolean durable) {
        String syncs = durable ? "on" : "off";
        return """
                # Written at each start. Put changes of your own into custom.conf beside this file.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                ssl = off
                password_encryption = 'scram-sha-256'
                max_connections = 60
                shared_buffers = 64MB
                huge_pages = off
                jit = off
                # The workers for asynchronous reads would be three more processes without a gain at this size.
                io_method = sync
                max_worker_processes = 2
                max_logical_replication_workers = 0
                wal_level = minimal
                max_wal_senders = 0
                min_wal_size = 32MB
                max_wal_size = 256MB
                fsync = %s
                synchronous_commit = on
                full_page_writes = %s
                log_destination = 'stderr'
                logging_collector = off
                log_line_prefix = '%%m [%%p] '
                log_checkpoints = off
                log_timezone = 'UTC'
                timezone = 'UTC'
                lc_messages = 'C'
                include_if_exists = 'custom.conf'
                """.formatted(port, syncs, syncs);
    }
}
