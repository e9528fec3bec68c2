//! Meshes of very many products.

use std::collections::BTreeSet;

use super::{SMALL, Settings, attributes, built, mesh, site, try_build};

#[test]
fn very_many_products_are_shown_by_domain() {
    let sandbox = mesh();
    for number in 0..260 {
        let small = SMALL.replace("DOMAIN", &format!("d{}", number % 7)).replace("NAME", &format!("p{number}"));
        sandbox.write(&format!("mesh/domains/d{}/p{number}/data-product.yaml", number % 7), small);
    }
    let site = built(&sandbox);
    assert!(site["index.html"].contains("domains/d6/index.html") && !site["index.html"].contains("products/d6/p6/"));
    assert!(site["domains/d6/index.html"].contains("products/d6/p6/index.html"));
    assert!(site["graph/index.html"].contains("domains/d6/index.html"));
    let heaviest = site
        .iter()
        .filter(|(path, _)| path.ends_with("/index.html") && path.starts_with("products/"))
        .map(|(_, page)| page.len())
        .max();
    assert!(heaviest.unwrap() < 60_000, "{heaviest:?}");
}

#[test]
fn a_domain_of_very_many_products_has_several_pages() {
    let sandbox = mesh();
    for number in 0..430 {
        let small = SMALL.replace("DOMAIN", "crowd").replace("NAME", &format!("p{number}"));
        sandbox.write(&format!("mesh/domains/crowd/p{number}/data-product.yaml"), small);
    }
    let made = try_build(&sandbox, Settings::default()).unwrap();
    assert_eq!((made.products, made.pages), (433, 2 + 5 + 2 + 433 + 434));
    let site = site(&sandbox);
    let pages: Vec<&String> = site.keys().filter(|path| path.starts_with("domains/crowd/")).collect();
    assert_eq!(pages, ["domains/crowd/2/index.html", "domains/crowd/3/index.html", "domains/crowd/index.html"]);
    let mut listed = BTreeSet::new();
    for path in pages {
        assert!(site[path].len() < 250_000, "{path}: {}", site[path].len());
        let links = attributes(&site[path], "href").into_iter().filter(|link| link.contains("/crowd/p"));
        listed.extend(links.map(|link| link.replace("../", "")));
    }
    assert_eq!(listed.len(), 430);
    let (first, second) = (&site["domains/crowd/index.html"], &site["domains/crowd/2/index.html"]);
    assert!(first.contains("href=\"../../domains/crowd/3/index.html\""));
    assert!(second.contains("href=\"../../../domains/crowd/index.html\"") && second.contains(", page 2"));
    // The one that all of them read tells of the first of them.
    let hub = &site["products/orders/order_events/index.html"];
    assert!(hub.len() < 80_000 && hub.contains(" of 43"), "{}", hub.len());
}
