package dev.keaha.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How to check Kea's certificate, and which one to show it. The host name or IP address in the server's certificate is
 * always checked, and there is no way to trust everybody.
 *
 * <p>Immutable and safe for use by several threads. Files are read once, when this is made.
 */
public final class KeaTls {

    private final SSLContext context;
    private final @Nullable KeaTls anonymous;
    private final String description;

    /** The same without a certificate of ours is null where this one shows none anyway. */
    private KeaTls(SSLContext context, @Nullable KeaTls anonymous, String description) {
        this.context = context;
        this.anonymous = anonymous;
        this.description = description;
    }

    /**
     * A setup made elsewhere.
     *
     * @param context used as it is
     * @return the setup
     */
    public static KeaTls of(SSLContext context) {
        return new KeaTls(context, trusting(null), "TLS as given");
    }

    /**
     * Trusts the authorities in a file, and shows no certificate.
     *
     * @param ca one or more certificates in PEM
     * @return the setup
     * @throws IllegalArgumentException when the file can't be used; the message names it and says what to do
     */
    public static KeaTls ofCa(Path ca) {
        return trusting(ca);
    }

    /**
     * Trusts the authorities in a file, and shows a certificate to servers that ask for one ({@code cert-required}).
     *
     * @param ca one or more certificates in PEM; null for the JVM's own trusted authorities
     * @param certificate the client's certificate in PEM, followed by the authorities between it and the root, if any
     * @param key its private key in PEM: PKCS#8, not encrypted
     * @return the setup
     * @throws IllegalArgumentException when a file can't be used, or the key is not the certificate's; the message names
     *     the file and says what to do
     */
    public static KeaTls ofClient(@Nullable Path ca, Path certificate, Path key) {
        return new KeaTls(
                context(ca, certificate, key),
                trusting(ca),
                "TLS with " + (ca == null ? "" : "CA " + ca + " and ") + "client certificate " + certificate);
    }

    /**
     * The same checks of the server, without showing it who we are.
     *
     * @return this one where it shows no certificate; the system's own trust in place of a context that was given, which
     *     cannot be taken apart
     */
    KeaTls withoutClientCertificate() {
        return anonymous == null ? this : anonymous;
    }

    private static KeaTls trusting(@Nullable Path ca) {
        return new KeaTls(context(ca, null, null), null, ca == null ? "TLS" : "TLS with CA " + ca);
    }

    private static SSLContext context(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (certificate != null && key != null) {
                List<X509Certificate> chain = PemFile.read(certificate).certificates();
                PrivateKey own = PemFile.read(key).privateKey(chain.get(0));
                KeyStore store = empty();
                store.setKeyEntry("client", own, new char[0], chain.toArray(X509Certificate[]::new));
                keys.init(store, new char[0]);
            } else {
                keys.init(empty(), new char[0]);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            if (ca == null) {
                trust.init((KeyStore) null);
            } else {
                KeyStore store = empty();
                int number = 0;
                for (X509Certificate authority : PemFile.read(ca).certificates()) {
                    store.setCertificateEntry("ca" + number++, authority);
                }
                trust.init(store);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS can't be set up with these files: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    SSLContext context() {
        return context;
    }

    boolean mayShowCertificate() {
        return anonymous != null;
    }

    /** The names of the files; nothing of what is in them. */
    @Override
    public String toString() {
        return description;
    }
}
