//! Which files the server shows, and as what.

use std::fs::{self, File};
use std::path::Path;

/// Opens the file that `url` names, and its MIME type.
pub fn find(url: &str, folder: &Path) -> Option<(File, &'static str)> {
    let path = folder.join(place(url)?).canonicalize().ok()?;
    let inside = path.starts_with(folder) && fs::metadata(&path).ok()?.is_file();
    let mime = mime(&path);
    if inside {
        Some((File::open(path).ok()?, mime))
    } else {
        None
    }
}

/// The file that `url` names, relative to the served folder; `None` for all that is not served.
///
/// Names here are plain ASCII, so an escape (`%2e`) never names a file.
fn place(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    match path {
        "" | "index.html" => Some("index.html"),
        "article.html" => Some("article.html"),
        _ => {
            let plain = |part: &str| {
                let safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
                !part.is_empty() && !part.starts_with('.') && part.chars().all(safe)
            };
            (path.starts_with("www/") && path.split('/').all(plain)).then_some(path)
        }
    }
}

/// The MIME type by a file's ending. Packed data stays packed: the page unpacks it itself.
fn mime(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "md" | "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{find, mime, place};
    use crate::shell::root;
    use std::path::Path;

    #[test]
    fn serves_the_pages_and_www_only() {
        assert_eq!(place("/"), Some("index.html"));
        assert_eq!(place("/article.html#limits"), Some("article.html"));
        assert_eq!(place("/?seed=3"), Some("index.html"));
        assert_eq!(place("/www/ui/draw-pad.js?v=1"), Some("www/ui/draw-pad.js"));
        for url in [
            "/Cargo.toml",
            "/src/lib.rs",
            "/wwwx/a",
            "/www/",
            "/www",
            "www/a.js",
            "",
            "/.git/config",
        ] {
            assert_eq!(place(url), None, "{url}");
        }
    }

    #[test]
    fn no_path_leads_out() {
        for url in [
            "/www/../Cargo.toml",
            "/www/%2e%2e/Cargo.toml",
            "/www/..%2fCargo.toml",
            "/www//etc/passwd",
            "/www/.hidden",
            "/www/..\\Cargo.toml",
            "/www/c:/x",
        ] {
            assert_eq!(place(url), None, "{url}");
        }
    }

    #[test]
    fn a_file_is_found_and_a_folder_is_not() {
        let xtask = root()
            .join("xtask")
            .canonicalize()
            .expect("the folder of this crate");
        let folder = xtask.join("src").canonicalize().expect("its sources");
        assert!(find("/www/serve.rs", &folder).is_none());
        assert!(
            find("/", &folder).is_none(),
            "there is no index.html among the sources"
        );
    }

    #[test]
    fn types_are_right_and_data_stays_packed() {
        assert_eq!(mime(Path::new("a_bg.wasm")), "application/wasm");
        assert_eq!(mime(Path::new("figure-1.webp")), "image/webp");
        assert_eq!(mime(Path::new("a.mjs")), "text/javascript; charset=utf-8");
        assert_eq!(mime(Path::new("train.idx3-ubyte.gz")), "application/gzip");
        assert_eq!(mime(Path::new("LICENSE")), "application/octet-stream");
    }
}
