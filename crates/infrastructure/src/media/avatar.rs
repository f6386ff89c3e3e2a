//! From a file that anybody may have made to squares of our own.

use std::io::Cursor;

use bytes::Bytes;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb,
    RgbImage, RgbaImage,
    codecs::jpeg::JpegEncoder,
    imageops::{self, FilterType},
    metadata::Orientation,
};
use kamachat_application::ports::AvatarPictures;
use kamachat_domain::accounts::{AvatarError, AvatarSize};

/// Bytes that a decoder may take: 40 million pixels of four bytes each, and some.
const MEMORY: u64 = 192 * 1024 * 1024;
/// Larger squares are averaged down to this side first: it costs no more memory, and good filters are slow.
const COARSE: u32 = 2 * AvatarSize::Large.pixels();
/// JPEG for all: a third of a lossless photograph, every client reads it, and the type needs no column.
const QUALITY: u8 = 85;

/// The middle square of a picture, the right way up, in each size; transparent parts are white.
pub(super) fn squares(file: &[u8]) -> Result<AvatarPictures, AvatarError> {
    let (image, orientation) = decode(file)?;
    let mut square = DynamicImage::from(middle(&image));
    drop(image);
    // Turned after it was made small. The middle stays the middle however it is turned.
    square.apply_orientation(orientation);
    let mut square = on_white(&square.into_rgba8());
    let mut pictures = Vec::with_capacity(AvatarSize::ALL.len());
    for size in AvatarSize::ALL {
        square = imageops::resize(&square, size.pixels(), size.pixels(), FilterType::Lanczos3);
        pictures.push((size, encode(&square)?));
    }
    Ok(pictures)
}

/// What the first bytes say; the name and the type that came along say nothing.
fn format(file: &[u8]) -> Result<ImageFormat, AvatarError> {
    match infer::get(file).map(|kind| kind.mime_type()) {
        Some("image/jpeg") => Ok(ImageFormat::Jpeg),
        Some("image/png") => Ok(ImageFormat::Png),
        Some("image/gif") => Ok(ImageFormat::Gif),
        Some("image/webp") => Ok(ImageFormat::WebP),
        _ => Err(AvatarError::UnsupportedType),
    }
}

/// The first frame, once its size is known to be bearable.
fn decode(file: &[u8]) -> Result<(DynamicImage, Orientation), AvatarError> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format(file)?);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > AvatarError::MOST_PIXELS {
        return Err(AvatarError::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(AvatarError::Unreadable);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    Ok((image, orientation))
}

fn refused(error: &ImageError) -> AvatarError {
    if matches!(error, ImageError::Limits(_)) { AvatarError::TooManyPixels } else { AvatarError::Unreadable }
}

/// The largest square around the middle, without a copy of the whole picture.
fn middle(image: &DynamicImage) -> RgbaImage {
    let (width, height) = image.dimensions();
    let side = width.min(height);
    let square = imageops::crop_imm(image, (width - side) / 2, (height - side) / 2, side, side);
    if side > COARSE { imageops::thumbnail(&*square, COARSE, COARSE) } else { square.to_image() }
}

fn on_white(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [r, g, b, alpha] = image.get_pixel(x, y).0.map(u32::from);
        Rgb([r, g, b].map(|part| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)))
    })
}

fn encode(image: &RgbImage) -> Result<Bytes, AvatarError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    image.write_with_encoder(encoder).map_err(|_| AvatarError::Unreadable)?;
    Ok(bytes.into())
}

#[cfg(test)]
#[path = "avatar_tests.rs"]
mod tests;
