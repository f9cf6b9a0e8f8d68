package org.faktoryjca.example;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A picture, made small. */
final class Thumbnail {
    private Thumbnail() {}

    /** A PNG of this width, the height in proportion. */
    static byte[] of(byte[] picture, int width) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(picture));
        if (image == null) {
            throw new IOException("not a picture in a format that is known here (JPEG, PNG, GIF or BMP)");
        }
        // Halving first, because one big step would leave most of the pixels out.
        while (image.getWidth() / 2 > width) {
            image = scaled(image, image.getWidth() / 2);
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(scaled(image, width), "png", png);
        return png.toByteArray();
    }

    private static BufferedImage scaled(BufferedImage image, int width) {
        var height = Math.max(1, image.getHeight() * width / image.getWidth());
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = small.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return small;
    }
}
