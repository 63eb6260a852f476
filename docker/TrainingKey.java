import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// Prints a signing key for the training run of an image, in which no database keeps one. Nothing is ever signed with it.
class TrainingKey {
    static void main() throws Exception {
        var curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = curve.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        System.out.printf(
                "[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"training\",\"alg\":\"ES256\",\"key_ops\":[\"sign\",\"verify\"],"
                        + "\"x\":\"%s\",\"y\":\"%s\",\"d\":\"%s\"}]%n",
                word(point.getAffineX().toByteArray()),
                word(point.getAffineY().toByteArray()),
                word(((ECPrivateKey) pair.getPrivate()).getS().toByteArray()));
    }

    private static String word(byte[] number) {
        var padded = new byte[32];
        var digits = number.length > 32 ? Arrays.copyOfRange(number, number.length - 32, number.length) : number;
        System.arraycopy(digits, 0, padded, 32 - digits.length, digits.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }
}
