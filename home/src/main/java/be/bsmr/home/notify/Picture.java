package be.bsmr.home.notify;

/** A picture in PNG. */
public final class Picture {

    private final byte[] png;

    public Picture(byte[] png) {
        this.png = png.clone();
    }

    byte[] png() {
        return png.clone();
    }
}
