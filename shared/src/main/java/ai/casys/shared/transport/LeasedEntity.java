// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of an answer; read to its end it gives the connection back, closed before that it cuts it. One thread. */
final class LeasedEntity extends HttpEntityWrapper {

    private final HttpLease lease;

    LeasedEntity(HttpEntity entity, HttpLease lease) {
        super(entity);
        this.lease = lease;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Content(super.getContent());
    }

    @Override
    public void close() {
        lease.finish(false);
    }

    private final class Content extends FilterInputStream {

        Content(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return noted(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return noted(super.read(bytes, offset, length));
        }

        /** Does not read on to the end, which an event stream need not have. */
        @Override
        public void close() {
            LeasedEntity.this.close();
        }

        private int noted(int read) {
            if (read < 0) {
                lease.finish(true);
            }
            return read;
        }
    }
}
