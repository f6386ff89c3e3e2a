use crate::{Fault, Kind};

/// The sides of the squares that a picture is kept in, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AvatarSize {
    /// Lists, on plain screens.
    Small,
    /// Lists on dense screens, headers.
    Medium,
    /// The picture by itself.
    Large,
}

impl AvatarSize {
    /// All of them, the largest first: each smaller one is made of it.
    pub const ALL: [Self; 3] = [Self::Large, Self::Medium, Self::Small];

    /// Pixels of a side.
    #[must_use]
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 64,
            Self::Medium => 160,
            Self::Large => 640,
        }
    }

    /// The size with exactly these pixels.
    #[must_use]
    pub fn of(pixels: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.pixels() == pixels)
    }
}

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AvatarError {
    /// By its first bytes it is none of the kinds that are taken, whatever its name or type says.
    #[error("a picture is a JPEG, PNG, GIF or WebP file")]
    UnsupportedType,
    /// Over [`Self::LARGEST_FILE`].
    #[error("a picture has at most 5 MiB")]
    TooLarge,
    /// Over [`Self::MOST_PIXELS`], or more than the server has memory for.
    #[error("a picture has at most 40 million pixels")]
    TooManyPixels,
    /// Cut off, damaged, or empty.
    #[error("this picture cannot be read")]
    Unreadable,
}

impl AvatarError {
    /// Bytes of a picture that is sent.
    pub const LARGEST_FILE: usize = 5 * 1024 * 1024;
    /// Pixels of a picture that is sent.
    pub const MOST_PIXELS: u64 = 40_000_000;
}

impl Fault for AvatarError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnsupportedType => "avatar.unsupported_type",
            Self::TooLarge => "avatar.too_large",
            Self::TooManyPixels => "avatar.too_many_pixels",
            Self::Unreadable => "avatar.unreadable",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::UnsupportedType | Self::Unreadable => Kind::Invalid,
            Self::TooLarge | Self::TooManyPixels => Kind::TooLarge,
        }
    }
}
