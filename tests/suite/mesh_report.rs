//! `mesh report`: figures that are computed from what is there, and no others.

use serde_json::Value as Json;

use crate::sandbox::Sandbox;

/// The figure with an id, as the report of a mesh says it: its number, or what it needs.
fn figure(mesh: &Sandbox, id: &str) -> Result<f64, String> {
    let run = mesh.run(&["mesh", "report", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    let groups = report["groups"].as_array().unwrap();
    let mut figures = groups.iter().flat_map(|group| group["figures"].as_array().unwrap());
    let figure = figures.find(|figure| figure["id"] == id).unwrap();
    figure["value"]["number"].as_f64().ok_or_else(|| figure["needs"].as_str().unwrap().to_owned())
}

#[test]
fn a_figure_is_computed_or_says_what_it_needs() {
    let mesh = Sandbox::new();
    let domains = "domains: { orders: {}, billing: { planned: true } }";
    mesh.write("mesh.yaml", format!("apiVersion: datamesh.io/v1\nkind: Mesh\nproducts: ['domains/*/*']\n{domains}\n"));
    for name in ["events", "returns"] {
        let run = mesh.run(&["create-product", "--domain", "orders", "--name", name, "--yes"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    assert_eq!(figure(&mesh, "domains_onboarded"), Ok(50.0));
    assert_eq!(figure(&mesh, "data_products_published"), Ok(2.0));
    assert_eq!(figure(&mesh, "documentation_completeness"), Ok(100.0));
    assert_eq!(figure(&mesh, "data_product_consumers"), Ok(0.0));
    assert!(figure(&mesh, "slo_compliance").unwrap_err().contains("mesh build"));
    assert!(figure(&mesh, "deployment_frequency").unwrap_err().contains("git"));
    assert!(figure(&mesh, "time_to_data").is_err() && figure(&mesh, "self_serve_ratio").is_err());

    for (name, status) in [("events", "passed"), ("returns", "warned")] {
        let check =
            |kind: &str, status: &str| format!("{{\"name\":\"x\",\"kind\":\"{kind}\",\"status\":\"{status}\"}}");
        let checks = [check("slo", status), check("quality", "passed"), check("contract", status)].join(",");
        mesh.write(
            &format!(".mesh/build/orders.{name}/result.json"),
            format!(
                "{{\"product\":\"orders.{name}\",\"status\":\"ok\",\"seconds\":1.0,\"models\":6,\"tests\":{{\"passed\":2,\
                 \"warned\":1,\"failed\":0,\"skipped\":0}},\"checks\":[{checks}],\"failure\":null}}"
            ),
        );
    }
    assert_eq!(figure(&mesh, "slo_compliance"), Ok(50.0));
    assert_eq!(figure(&mesh, "data_quality_score"), Ok(75.0));
    let screen = mesh.run(&["mesh", "report"]).stdout;
    let line = screen.lines().find(|line| line.contains("keep their service levels")).unwrap();
    assert!(line.contains("1 of 2 (50%)") && line.ends_with("target: 95%  (on sample data)"), "{line}");
    let markdown = mesh.run(&["mesh", "report", "--format", "markdown"]).stdout;
    assert!(markdown.contains("| Time from a request to access | – | less than 1 day | needs "), "{markdown}");

    // A record that another version of the program wrote, say.
    mesh.write(".mesh/build/orders.returns/result.json", "{}");
    assert_eq!(figure(&mesh, "slo_compliance"), Ok(100.0));
}
