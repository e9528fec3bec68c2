//! What somebody put into the folder of a site.

use std::fs;
use std::path::Path;

use super::{Settings, built, mesh, try_build};
use crate::support::tree;

#[test]
fn what_somebody_put_into_the_site_is_kept() {
    let sandbox = mesh();
    let alone = built(&sandbox);
    sandbox.write("site/CNAME", "data.example.com");
    sandbox.write("site/.nojekyll", "");
    sandbox.write("site/.git/HEAD", "ref: refs/heads/gh-pages");
    sandbox.write("site/products/orders/order_events/notes.txt", "mine, beside a page");
    fs::create_dir_all(sandbox.join("site/.git/refs/tags")).unwrap();
    std::os::unix::fs::symlink("CNAME", sandbox.join("site/link")).unwrap();
    // Pages of ours are made anew, whatever was written into them; those of a product that is gone are gone.
    sandbox.write("site/index.html", "edited");
    fs::remove_dir_all(sandbox.join("mesh/domains/customer")).unwrap();
    for _ in 0..2 {
        let mut site = built(&sandbox);
        assert!(!site.keys().any(|path| path.starts_with("products/customer")), "{:?}", site.keys());
        assert_eq!(fs::read_link(sandbox.join("site/link")).unwrap(), Path::new("CNAME"));
        assert!(sandbox.join("site/.git/refs/tags").is_dir());
        assert_eq!(site.remove("link").as_deref(), Some("data.example.com"));
        for (path, text) in [
            ("CNAME", "data.example.com"),
            (".nojekyll", ""),
            (".git/HEAD", "ref: refs/heads/gh-pages"),
            ("products/orders/order_events/notes.txt", "mine, beside a page"),
        ] {
            assert_eq!(site.remove(path).as_deref(), Some(text), "{path}");
        }
        assert_ne!(site["index.html"], "edited");
        assert!(site.keys().all(|path| alone.contains_key(path)), "{:?}", site.keys());
    }
    assert_eq!(sandbox.names(), ["mesh", "site"]);
}

#[test]
fn what_somebody_put_where_a_page_would_be_is_not_replaced() {
    let sandbox = mesh();
    fs::rename(sandbox.join("mesh/domains/customer"), sandbox.join("later")).unwrap();
    for (path, named) in [
        ("site/products/customer/customer_360/index.html", "products/customer/customer_360/index.html"),
        ("site/products/customer", "products/customer"),
        ("site/domains/customer/index.html/readme", "domains/customer/index.html"),
    ] {
        built(&sandbox);
        sandbox.write(path, "mine");
        fs::rename(sandbox.join("later"), sandbox.join("mesh/domains/customer")).unwrap();
        let before = tree(sandbox.path());
        let error = try_build(&sandbox, Settings::default()).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{error}");
        assert!(error.to_string().contains(named), "{error}");
        assert!(before == tree(sandbox.path()));
        fs::rename(sandbox.join("mesh/domains/customer"), sandbox.join("later")).unwrap();
        fs::remove_dir_all(sandbox.join("site")).unwrap();
    }
}
