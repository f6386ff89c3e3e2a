//! The code that the first account needs where others can reach the server: whoever reads the server's output
//! or its data folder runs it.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// No letters that look like digits.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters in a code: 80 bits.
const LENGTH: usize = 16;

/// The code in `<data_dir>/keys/setup-code`, made from `secret` when there is none.
pub(crate) fn load_or_make(data_dir: &Path, secret: [u8; 32]) -> io::Result<String> {
    let path = data_dir.join("keys").join("setup-code");
    match fs::read_to_string(&path) {
        Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Ok(_) => write(&path, code(secret)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => write(&path, code(secret)),
        Err(error) => Err(error),
    }
}

fn code(secret: [u8; 32]) -> String {
    let letters: Vec<char> =
        secret[..LENGTH].iter().map(|byte| LETTERS[usize::from(byte % 32)].into()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn write(path: &Path, code: String) -> io::Result<String> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{code}")?;
    file.sync_all()?;
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_readable_and_stays() {
        let folder = std::env::temp_dir().join(format!("kamachat-code-{}", std::process::id()));
        fs::create_dir_all(folder.join("keys")).unwrap();
        let first = load_or_make(&folder, [7; 32]).unwrap();
        assert_eq!(first, "HHHH-HHHH-HHHH-HHHH");
        assert_eq!(load_or_make(&folder, [8; 32]).unwrap(), first);
        fs::remove_dir_all(folder).unwrap();
    }
}
