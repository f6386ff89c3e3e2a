use image::{ImageEncoder, Rgba, codecs::png::PngEncoder};

use super::*;

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    let side = |x| if x < width / 2 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 0, 255, 255]) };
    DynamicImage::from(RgbaImage::from_fn(width, height, |x, _| side(x)))
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = if format == ImageFormat::Jpeg { image.to_rgb8().into() } else { image.clone() };
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn read(bytes: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().to_rgb8()
}

fn is_red(pixel: &Rgb<u8>) -> bool {
    pixel[0] > 200 && pixel[2] < 60
}

fn is_blue(pixel: &Rgb<u8>) -> bool {
    pixel[2] > 200 && pixel[0] < 60
}

#[test]
fn every_kind_becomes_three_squares_of_its_middle() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        for (width, height) in [(300, 200), (40, 90), (1, 1)] {
            let squares = squares(&file(&halves(width, height), format)).unwrap();
            let sides: Vec<u32> = squares.iter().map(|(_, bytes)| read(bytes).width()).collect();
            assert_eq!(sides, [640, 160, 64], "{format:?}");
            let large = read(&squares[0].1);
            assert_eq!(large.height(), 640);
            if width > 1 {
                assert!(is_red(large.get_pixel(20, 320)) && is_blue(large.get_pixel(620, 320)), "{format:?}");
            }
        }
    }
}

#[test]
fn a_large_picture_is_made_small_first() {
    let squares = squares(&file(&halves(2600, 1300), ImageFormat::Png)).unwrap();
    let large = read(&squares[0].1);
    assert!(is_red(large.get_pixel(20, 320)) && is_blue(large.get_pixel(620, 320)));
}

#[test]
fn transparent_parts_are_white() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(30, 30, Rgba([0, 0, 0, 0])));
    let squares = squares(&file(&clear, ImageFormat::Png)).unwrap();
    assert!(read(&squares[2].1).pixels().all(|pixel| pixel.0.iter().all(|&part| part > 250)));
}

/// An EXIF block that says how the camera was held, and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend_from_slice(b"GPS 31.2304 N 121.4737 E");
    exif
}

#[test]
fn a_turned_photograph_is_turned_back_and_tells_no_place() {
    let mut photo = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut photo, 95);
    encoder.set_exif_metadata(exif(6)).unwrap();
    encoder.encode_image(&halves(64, 64).to_rgb8()).unwrap();
    assert!(photo.windows(3).any(|bytes| bytes == b"GPS"));
    let squares = squares(&photo).unwrap();
    // Turned by a quarter, left is up.
    let large = read(&squares[0].1);
    assert!(is_red(large.get_pixel(320, 20)) && is_blue(large.get_pixel(320, 620)));
    for (_, bytes) in &squares {
        assert!(!bytes.windows(3).any(|part| part == b"GPS" || part == b"Exi"));
    }
}

#[test]
fn what_only_claims_to_be_a_picture_is_refused() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let html = b"<!DOCTYPE html><img src=x onerror=alert(1)>";
    let hidden = [&html[..], &file(&halves(8, 8), ImageFormat::Png)].concat();
    let bmp = [b"BM".as_slice(), &[0; 60]].concat();
    for other in [&svg[..], html, &hidden, &bmp, b"", b"\xFF\xD8", b"%PDF-1.7", b"PK\x03\x04"] {
        assert_eq!(squares(other), Err(AvatarError::UnsupportedType), "{:?}", &other[..other.len().min(8)]);
    }
}

#[test]
fn what_hangs_on_behind_a_picture_is_left_behind() {
    let script = b"<script>alert(1)</script>PK\x03\x04";
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif] {
        let polyglot = [file(&halves(8, 8), format), script.to_vec()].concat();
        for (_, bytes) in squares(&polyglot).unwrap() {
            assert!(!bytes.windows(7).any(|part| part == b"<script"), "{format:?}");
        }
    }
}

#[test]
fn a_cut_off_or_damaged_file_never_does_harm() {
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Jpeg] {
        let whole = file(&halves(60, 40), format);
        for length in (0..whole.len()).step_by(whole.len() / 12 + 1) {
            squares(&whole[..length]).ok();
        }
        assert_eq!(squares(&whole[..whole.len() / 3]), Err(AvatarError::Unreadable), "{format:?}");
    }
}

/// A PNG whose header promises `width` × `height` and whose data is a few bytes.
fn promises(width: u32, height: u32) -> Vec<u8> {
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&[0; 4], 1, 1, image::ExtendedColorType::Rgba8).unwrap();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let check = crc(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&check);
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    for (width, height) in [(30_000, 30_000), (40_001, 1_000), (u32::MAX >> 1, 1), (1, 2_000_000_000)] {
        let refused = squares(&promises(width, height));
        let expected = [Err(AvatarError::TooManyPixels), Err(AvatarError::Unreadable)];
        assert!(expected.contains(&refused), "{width} × {height}: {refused:?}");
    }
    assert_eq!(squares(&promises(30_000, 30_000)), Err(AvatarError::TooManyPixels));
}
