package dev.keaha.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A management endpoint and how to get in: a Control Agent, a daemon's HTTP or HTTPS control socket, or its Unix control
 * socket (spec rows S5, B10). It is not a peer's {@code url} in the HA configuration: from Kea 2.4 on that is a listener
 * for the other peers, which refuses most commands.
 *
 * <p>Immutable. {@link #toString} shows no password.
 */
public final class KeaEndpoint {

    private final URI uri;
    private final @Nullable Login login;
    private final @Nullable KeaTls tls;
    private final @Nullable InetSocketAddress proxy;
    private final @Nullable Login proxyLogin;

    private KeaEndpoint(Builder builder) {
        this.uri = builder.uri;
        this.login = builder.login;
        this.tls = builder.tls;
        this.proxy = builder.proxy;
        this.proxyLogin = builder.proxyLogin;
    }

    /**
     * An endpoint that asks for no credentials. With {@code https} its certificate is checked against the JVM's own
     * trusted authorities.
     *
     * @param address as for {@link #builder(URI)}
     * @return the endpoint
     * @throws IllegalArgumentException when the address is none; the message says what it should be
     */
    public static KeaEndpoint of(String address) {
        return builder(parse(address)).build();
    }

    /**
     * Begins to describe an endpoint.
     *
     * @param uri {@code http://host:port}, {@code https://host:port}, each with an optional path, or
     *     {@code unix:/path/of/the/socket}. A port that is not named is that of the scheme, 80 or 443; a Control Agent
     *     has 8000 by default
     * @return a builder
     * @throws IllegalArgumentException when it is another address; the message says what it should be
     */
    public static Builder builder(URI uri) {
        return new Builder(checked(uri));
    }

    /**
     * Begins a description of the same endpoint.
     *
     * @return a builder that has everything of this endpoint
     */
    public Builder toBuilder() {
        Builder builder = new Builder(uri);
        builder.login = login;
        builder.tls = tls;
        builder.proxy = proxy;
        builder.proxyLogin = proxyLogin;
        return builder;
    }

    private static URI parse(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            // its message quotes the address, which may hold a password
            throw bad("This is no address");
        }
    }

    private static URI checked(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        // wherever it stands, what is before it may be a password
        if (uri.toString().contains("@") && !(scheme.equals("unix") && isAbsolute(uri))) {
            throw bad("User and password do not belong into the address: give them apart");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad("Kea's management address has no '?' and no '#'");
        }
        switch (scheme) {
            case "http", "https" -> {
                if (uri.getHost() == null) {
                    throw bad("No host in " + uri);
                }
                if (uri.getPort() == 0 || uri.getPort() > 65535) {
                    throw bad("No port from 1 to 65535 in " + uri);
                }
            }
            case "unix" -> {
                if (!isAbsolute(uri)) {
                    throw bad("No absolute path in " + uri);
                }
            }
            default -> throw bad("Not an address of Kea: " + uri);
        }
        return uri;
    }

    private static boolean isAbsolute(URI uri) {
        return uri.getRawAuthority() == null
                && uri.getPath() != null
                && uri.getPath().startsWith("/")
                && uri.getPath().indexOf(0) < 0;
    }

    private static IllegalArgumentException bad(String problem) {
        return new IllegalArgumentException(problem
                + ". Expected http://host:port, https://host:port or unix:/path, for example http://192.0.2.1:8000.");
    }

    /**
     * Another address that is reached as this one is, with the same credentials.
     *
     * @param other the address
     * @return the endpoint there; TLS is left out where the address is no https one
     * @throws IllegalArgumentException as {@link #builder} does
     */
    public KeaEndpoint at(URI other) {
        return like(other, tls, true);
    }

    /**
     * An address that nobody gave, where a server may be or not: it is reached as this one is, without credentials and
     * without a client certificate.
     *
     * @param guess the address
     * @return the endpoint there; TLS is left out where the address is no https one
     * @throws IllegalArgumentException as {@link #builder} does
     */
    public KeaEndpoint guessedAt(URI guess) {
        return like(guess, tls == null ? null : tls.withoutClientCertificate(), false);
    }

    private KeaEndpoint like(URI other, @Nullable KeaTls otherTls, boolean trusted) {
        Builder builder = builder(other);
        boolean socket = "unix".equalsIgnoreCase(other.getScheme());
        if (trusted && !socket) {
            builder.login = login;
        }
        if (otherTls != null && "https".equalsIgnoreCase(other.getScheme())) {
            builder.tls = otherTls;
        }
        if (!socket) {
            builder.proxy = proxy;
            builder.proxyLogin = proxyLogin;
        }
        return builder.build();
    }

    /**
     * Where it is.
     *
     * @return the address; it holds no credentials
     */
    public URI uri() {
        return uri;
    }

    /**
     * Who the SDK says it is (HTTP Basic authentication).
     *
     * @return the user, empty where no credentials are sent
     */
    public Optional<String> user() {
        return Optional.ofNullable(login).map(Login::user);
    }

    /**
     * How TLS is set up for {@code https}.
     *
     * @return the setup, empty for the JVM's own
     */
    public Optional<KeaTls> tls() {
        return Optional.ofNullable(tls);
    }

    /**
     * The HTTP proxy to go through.
     *
     * @return its address, not resolved; empty for a direct connection
     */
    public Optional<InetSocketAddress> proxy() {
        return Optional.ofNullable(proxy);
    }

    /**
     * Who the SDK says it is to the proxy.
     *
     * @return the user, empty where the proxy is shown no credentials
     */
    public Optional<String> proxyUser() {
        return Optional.ofNullable(proxyLogin).map(Login::user);
    }

    boolean isUnixSocket() {
        return "unix".equalsIgnoreCase(uri.getScheme());
    }

    /** The machine it is on; a Unix socket is a machine of its own, since only its daemon is behind it. */
    String host() {
        return isUnixSocket() ? uri.getPath() : uri.getHost().toLowerCase(Locale.ROOT);
    }

    boolean isHttps() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    Credentials credentials() {
        return new Credentials(login);
    }

    Credentials proxyCredentials() {
        return new Credentials(proxyLogin);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeaEndpoint that
                && uri.equals(that.uri)
                && Objects.equals(login, that.login)
                && Objects.equals(tls, that.tls)
                && Objects.equals(proxy, that.proxy)
                && Objects.equals(proxyLogin, that.proxyLogin);
    }

    @Override
    public int hashCode() {
        return Objects.hash(uri, login, tls, proxy, proxyLogin);
    }

    /** Address, user, files and proxy; no password. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(uri.toString());
        if (login != null) {
            text.append(" as ").append(login);
        }
        if (tls != null) {
            text.append(", ").append(tls);
        }
        if (proxy != null) {
            text.append(", through the proxy ")
                    .append(proxy.getHostString())
                    .append(':')
                    .append(proxy.getPort());
        }
        if (proxyLogin != null) {
            text.append(" as ").append(proxyLogin);
        }
        return text.toString();
    }

    /** Describes an endpoint. Not safe for use by several threads. */
    public static final class Builder {

        private final URI uri;
        private @Nullable Login login;
        private @Nullable KeaTls tls;
        private @Nullable InetSocketAddress proxy;
        private @Nullable Login proxyLogin;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /**
         * Sends credentials (HTTP Basic authentication).
         *
         * @param user not empty, without a colon
         * @param password may be empty
         * @return this builder
         * @throws IllegalArgumentException when the user is empty or holds a colon
         */
        public Builder credentials(String user, String password) {
            this.login = new Login(user, password, null);
            return this;
        }

        /**
         * Sends credentials (HTTP Basic authentication), the password from a file. The file is read when it is first
         * needed, and again whenever it has changed; line breaks at its end don't count.
         *
         * @param user not empty, without a colon
         * @param passwordFile a file in UTF-8 with nothing but the password
         * @return this builder
         * @throws IllegalArgumentException when the user is empty or holds a colon
         */
        public Builder credentials(String user, Path passwordFile) {
            this.login = new Login(user, null, passwordFile);
            return this;
        }

        /**
         * How TLS is set up.
         *
         * @param tls the setup, for an {@code https} address
         * @return this builder
         */
        public Builder tls(KeaTls tls) {
            this.tls = tls;
            return this;
        }

        /**
         * Goes through an HTTP proxy: to an {@code http} address by forwarding, to an {@code https} one by
         * {@code CONNECT}. Without it the connection is direct, whatever proxy the JVM has for others.
         *
         * @param host its name or address
         * @param port from 1 to 65535
         * @return this builder
         * @throws IllegalArgumentException when the host is empty or holds more than a host, or the port is out of range
         */
        public Builder proxy(String host, int port) {
            if (host.contains("@")) {
                throw new IllegalArgumentException("User and password do not belong into a proxy's host: give them with"
                        + " proxyCredentials, and the host without them");
            }
            if (host.isEmpty() || port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "A proxy needs a host and a port from 1 to 65535, found '" + host + "' and " + port);
            }
            this.proxy = InetSocketAddress.createUnresolved(host, port);
            return this;
        }

        /**
         * Shows the proxy credentials (HTTP Basic authentication). For an {@code https} address Java sends them only when
         * it was started with {@code -Djdk.http.auth.tunneling.disabledSchemes=} (an empty value).
         *
         * @param user not empty, without a colon
         * @param password may be empty
         * @return this builder
         * @throws IllegalArgumentException when the user is empty or holds a colon
         */
        public Builder proxyCredentials(String user, String password) {
            this.proxyLogin = new Login(user, password, null);
            return this;
        }

        /**
         * Shows the proxy credentials, the password from a file that is read as in {@link #credentials(String, Path)}.
         *
         * @param user as for {@link #proxyCredentials(String, String)}
         * @param passwordFile a file in UTF-8 with nothing but the password
         * @return this builder
         * @throws IllegalArgumentException when the user is empty or holds a colon
         */
        public Builder proxyCredentials(String user, Path passwordFile) {
            this.proxyLogin = new Login(user, null, passwordFile);
            return this;
        }

        /**
         * Makes the endpoint.
         *
         * @return the endpoint
         * @throws IllegalArgumentException when something was given that the address has no use for: TLS without
         *     {@code https}, credentials or a proxy for a Unix socket, credentials for a proxy that was not given
         */
        public KeaEndpoint build() {
            KeaEndpoint endpoint = new KeaEndpoint(this);
            if (tls != null && !endpoint.isHttps()) {
                throw new IllegalArgumentException("TLS was set up for " + uri + ", which is no https address");
            }
            if (endpoint.isUnixSocket() && (login != null || proxy != null)) {
                throw new IllegalArgumentException("A Unix socket takes neither credentials nor a proxy: " + uri);
            }
            if (proxyLogin != null && proxy == null) {
                throw new IllegalArgumentException("Credentials for a proxy were given, but no proxy for " + uri);
            }
            return endpoint;
        }
    }
}
