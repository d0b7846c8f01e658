// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/** File names under which secrets are kept. */
public final class SecretNames {
    private static final Pattern NAMES = Pattern.compile("""
            \\.env(?:rc)?(?:\\..+)? | .+\\.env | id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)? | .+\\.(?:pem|p12|pfx|jks|jceks|
            keystore|truststore|kdbx?|ppk|asc|gpg|pgp|key|p8|ovpn|keytab|tfstate|tfvars|htpasswd|dockercfg|pcap|dump) |
            \\.(?:netrc|npmrc|pypirc|pgpass|my\\.cnf|htpasswd|dockercfg|dockerconfigjson|git-credentials|s3cfg|boto|
            vault-token|bash_history|zsh_history|psql_history|rediscli_history|node_repl_history|envrc) | _netrc |
            credentials(?:\\.(?:json|xml|ya?ml|csv|properties))? | client_secrets?(?:_.*)?\\.json |
            service[-_]?account.*\\.json | secrets?\\.(?:json|ya?ml|properties|toml|env|txt) | wallet\\.dat |
            settings-security\\.xml | shadow | .*accesskeys\\.csv | terraform\\.tfstate\\.backup | core\\.\\d+ |
            .+\\.hprof""", Pattern.COMMENTS);
    private static final Pattern FOLDERS =
            Pattern.compile("(?:^|/)(?:\\.ssh|\\.gnupg|\\.aws|\\.kube|\\.docker|secrets)/");

    private SecretNames() {}

    /** Whether the path's last name, or one of its folders, says that there are secrets. */
    public static boolean matches(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String name = lower.substring(lower.lastIndexOf('/') + 1);
        return NAMES.matcher(name).matches() || FOLDERS.matcher(lower).find();
    }
}
