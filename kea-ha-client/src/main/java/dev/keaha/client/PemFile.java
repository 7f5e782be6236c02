package dev.keaha.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file.
 *
 * @param path where it is, for messages
 * @param blocks in order
 */
record PemFile(Path path, List<Block> blocks) {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final long LIMIT = 16 << 20;

    /** One block: what it says it is, and its text between the two lines. */
    record Block(String label, String text) {

        /** The label alone: the text may be a key. */
        @Override
        public String toString() {
            return label;
        }
    }

    static PemFile read(Path path) {
        try {
            if (Files.size(path) > LIMIT) {
                throw bad(path, "it is larger than 16 MiB, which no PEM file is");
            }
            Matcher matcher = BLOCK.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
            List<Block> blocks = new ArrayList<>();
            while (matcher.find()) {
                blocks.add(new Block(matcher.group(1), matcher.group(2)));
            }
            if (blocks.isEmpty()) {
                throw bad(
                        path, "it is not PEM: a line beginning with '-----BEGIN' and one with '-----END' are missing");
            }
            return new PemFile(path, blocks);
        } catch (IOException e) {
            throw bad(path, FileProblem.of(e));
        }
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(decoded(block))));
                } catch (CertificateException e) {
                    throw bad(path, "certificate " + (certificates.size() + 1) + " in it is damaged");
                }
            }
        }
        if (certificates.isEmpty()) {
            throw bad(path, "it holds no certificate, only: " + blocks);
        }
        return certificates;
    }

    /** The private key, which must be that of the certificate. */
    PrivateKey privateKey(X509Certificate certificate) {
        for (Block block : blocks) {
            switch (block.label) {
                case "PRIVATE KEY":
                    PrivateKey key = parsed(decoded(block));
                    if (!belongs(key, certificate.getPublicKey())) {
                        throw bad(path, "it is not the key of the certificate given with it");
                    }
                    return key;
                case "ENCRYPTED PRIVATE KEY":
                    throw bad(
                            path,
                            "the key in it is encrypted. Write a copy that is not, readable by you alone: "
                                    + "openssl pkcs8 -topk8 -nocrypt -in " + path + " -out NEW_FILE");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY":
                    throw bad(
                            path,
                            "the key in it has the old form '" + block.label + "'. Convert it to PKCS#8: "
                                    + "openssl pkcs8 -topk8 -nocrypt -in " + path + " -out NEW_FILE");
                default:
                // a certificate or parameters beside the key
            }
        }
        throw bad(path, "it holds no private key, only: " + blocks);
    }

    private PrivateKey parsed(byte[] encoded) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // of another algorithm
            } catch (GeneralSecurityException e) {
                throw bad(path, "this JVM knows no keys of type " + algorithm);
            }
        }
        throw bad(path, "the key in it is damaged, or neither RSA nor EC nor EdDSA");
    }

    private static boolean belongs(PrivateKey key, PublicKey certified) {
        try {
            String algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            };
            if (algorithm.equals("RSASSA-PSS")) {
                return true; // a signature would need the key's own parameters
            }
            Signature signature = Signature.getInstance(algorithm);
            byte[] sample = {1, 2, 3};
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private byte[] decoded(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.text);
        } catch (IllegalArgumentException e) {
            throw bad(path, "the " + block.label + " in it is damaged");
        }
    }

    private static IllegalArgumentException bad(Path path, String problem) {
        return new IllegalArgumentException("The file " + path + " can't be used: " + problem + ".");
    }
}
