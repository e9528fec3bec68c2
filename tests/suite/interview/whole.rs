//! Every question, answered.

use serde_json::Value as Json;

use super::*;

#[test]
fn the_whole_interview_ends_in_a_product() {
    let sandbox = Sandbox::new();
    let mut terminal = Terminal::start(&sandbox, &["create-product"]);
    terminal.sees("Ctrl-C stops, and nothing is written");
    answer_for_the_product(&mut terminal);
    answer_for_the_inputs(&mut terminal);
    answer_for_the_fields(&mut terminal);
    answer_for_the_output(&mut terminal);
    answer_for_the_access(&mut terminal);
    terminal.answers("Provider", "");
    terminal.sees("Provider: github");
    terminal.sees("shipment-tracking/");
    terminal.sees("  data-product.yaml  (once)");
    sandbox.is_empty();
    terminal.says("Write these files to shipment-tracking/?", 'y');
    terminal.sees("created logistics.shipment-tracking in shipment-tracking/");
    let (code, screen, master) = terminal.ends();
    assert_eq!(code, 0, "{screen}");
    is_restored(&screen, &master);
    assert_eq!(sandbox.names(), ["shipment-tracking"]);

    holds_what_was_answered(&sandbox);
}

/// Names and owner, with wrong ones before the right ones.
fn answer_for_the_product(terminal: &mut Terminal) {
    terminal.answers("Domain: ", "Bad Name");
    terminal.sees("did you mean `bad_name`?");
    terminal.answers("Domain: ", "logistics");
    terminal.answers("Product name: ", "order");
    terminal.sees("`order` is a reserved word of SQL");
    terminal.answers("Product name: ", "shipment-tracking");
    terminal.sees("shipment_tracking in SQL, ShipmentTracking in Avro, shipment-tracking in URLs");
    terminal.answers("Archetype", &UP.repeat(3));
    terminal.sees("Archetype: aggregate");
    terminal.answers("Description [One row per shipment tracking record", "One \"row\" per shipment: ${x} 🚚");

    terminal.answers("Owner team [logistics-team]: ", "Tracking squad");
    terminal.answers("Owner e-mail [logistics-team@example.com]: ", "nobody");
    terminal.sees("`nobody` is no e-mail address");
    terminal.answers("Owner e-mail [logistics-team@example.com]: ", "tracking@example.com");
    terminal.answers("On call [@logistics-oncall]: ", "-");
    terminal.answers("Channel [#data-logistics]: ", "");
    terminal.answers("Catalog page: ", "");
}

/// Two input ports.
fn answer_for_the_inputs(terminal: &mut Terminal) {
    terminal.answers("Input port", "");
    terminal.sees("Input port: postgres");
    terminal.answers("Port name [shipment-tracking]: ", "shipments");
    terminal.answers("Source system [logistics-service]: ", "-");
    terminal.answers("table [public.shipment_tracking]: ", "no table!");
    terminal.sees("`table` cannot be `no table!`");
    terminal.answers("table [public.shipment_tracking]: ", "public.shipments");
    terminal.answers("connection: ", "");
    terminal.says("Another input port?", 'y');
    // The second port is another product, which is asked for no system.
    terminal.answers("Input port", &DOWN.repeat(5));
    terminal.sees("Input port: product");
    terminal.answers("Port name: ", "shipments");
    terminal.sees("there is `shipments` already");
    terminal.answers("Port name: ", "orders");
    terminal.answers("product: ", "logistics.shipment-tracking");
    terminal.sees("a product cannot read from itself");
    terminal.answers("product: ", "orders.order_events");
    terminal.answers("version: ", "");
    terminal.answers("port: ", "");
    terminal.says("Another input port?", 'n');
}

/// Four fields of one's own.
fn answer_for_the_fields(terminal: &mut Terminal) {
    terminal.says("Begin with these fields?", 'n');
    terminal.answers("Field: ", "shipment_id");
    terminal.answers("Type [string]: ", "uuid");
    terminal.says("Part of the primary key?", 'y');
    terminal.says("Personal data?", 'n');
    terminal.answers("Description: ", "Identifies the shipment");
    terminal.sees("no field tells a row's age yet");
    terminal.answers("Field: ", "shipment-id");
    terminal.sees("there is `shipment_id` already");
    terminal.answers("Field: ", "status");
    terminal.answers("Type [string]: ", "enumm");
    terminal.sees("did you mean `enum`?");
    terminal.answers("Type [string]: ", "enum");
    terminal.answers("Symbols: ", "OPEN, in transit");
    terminal.sees("`in transit` is no symbol");
    terminal.answers("Symbols: ", "OPEN, CLOSED");
    terminal.says("Part of the primary key?", 'n');
    terminal.says("Required in every row?", 'y');
    terminal.answers("Default: ", "LOST");
    terminal.sees("which is none of its symbols");
    terminal.answers("Default: ", "OPEN");
    terminal.says("Personal data?", 'n');
    terminal.answers("Description: ", "");
    terminal.answers("Field: ", "recipient");
    terminal.answers("Type [string]: ", "");
    terminal.says("Part of the primary key?", 'n');
    terminal.says("Required in every row?", 'n');
    terminal.answers("Default: ", "");
    terminal.says("Personal data?", 'y');
    terminal.answers("Description: ", "Who receives it");
    terminal.answers("Field: ", "updated_at");
    terminal.answers("Type [string]: ", "timestamp");
    terminal.says("Part of the primary key?", 'n');
    terminal.says("Required in every row?", 'y');
    terminal.says("Personal data?", 'n');
    terminal.answers("Description: ", "");
    terminal.says("Another field?", 'n');
}

/// The output port, and what is promised.
fn answer_for_the_output(terminal: &mut Terminal) {
    terminal.answers("Output port", "");
    terminal.sees("Output port: duckdb");
    terminal.answers("path [data/logistics_shipment_tracking.duckdb]: ", "/etc/passwd");
    terminal.sees("`path` cannot be `/etc/passwd`");
    terminal.answers("path [data/logistics_shipment_tracking.duckdb]: ", "");
    terminal.answers("table [shipment_tracking]: ", "shipments");

    terminal.answers("Freshness target [1 hour]: ", "soon");
    terminal.sees("`soon` is no span of time");
    terminal.answers("Freshness target [1 hour]: ", "2 hours");
    terminal.answers("Availability target [99.5%]: ", "99.9%");
    terminal.answers("Completeness target [99.5%]: ", "-");
}

/// Who may read, and two consumers.
fn answer_for_the_access(terminal: &mut Terminal) {
    terminal.answers("Classification", DOWN);
    terminal.sees("Classification: confidential");
    terminal.answers("Retention [7 years]: ", "90 days");
    terminal.says("Declare a consumer?", 'y');
    terminal.answers("Consumer domain: ", "finance");
    terminal.answers("Consumer product: ", "marketing.funnel");
    terminal.sees("`marketing.funnel` does not belong to the domain `finance`");
    terminal.answers("Consumer product: ", "finance.revenue_daily");
    terminal.answers("Purpose: ", "Invoices");
    terminal.answers("Principal: ", "");
    terminal.says("Another consumer?", 'y');
    terminal.answers("Consumer domain: ", "support");
    terminal.answers("Consumer product: ", "");
    terminal.answers("Purpose: ", "");
    terminal.answers("Principal: ", "");
    terminal.says("Another consumer?", 'n');
}

/// The manifest says what was answered, and nothing that was not.
#[track_caller]
fn holds_what_was_answered(sandbox: &Sandbox) {
    let text = std::fs::read_to_string(sandbox.join("shipment-tracking/data-product.yaml")).unwrap();
    let manifest: Json = serde_yaml::from_str(&text).unwrap();
    let at = |pointer: &str| manifest.pointer(pointer).cloned().unwrap_or_default();
    for (pointer, expected) in [
        ("/metadata/name", "shipment-tracking"),
        ("/metadata/owner/team", "Tracking squad"),
        ("/metadata/owner/email", "tracking@example.com"),
        ("/metadata/owner/channel", "#data-logistics"),
        ("/spec/archetype", "aggregate"),
        ("/spec/description", "One \"row\" per shipment: ${x} 🚚"),
        ("/spec/inputPorts/0/name", "shipments"),
        ("/spec/inputPorts/0/location/table", "public.shipments"),
        ("/spec/inputPorts/1/location/product", "orders.order_events"),
        ("/spec/outputPorts/0/location/table", "shipments"),
        ("/spec/schema/fields/1/default", "OPEN"),
        ("/spec/slo/freshness/target", "2 hours"),
        ("/spec/slo/availability/target", "99.9%"),
        ("/spec/access/classification", "confidential"),
        ("/spec/access/retention", "90 days"),
        ("/spec/access/consumers/0/product", "finance.revenue_daily"),
        ("/spec/access/consumers/1/domain", "support"),
    ] {
        assert_eq!(at(pointer), Json::from(expected), "{pointer}\n{text}");
    }
    assert_eq!(at("/metadata/owner/onCall"), Json::Null);
    assert_eq!(at("/spec/inputPorts/0/system"), Json::Null);
    assert_eq!(at("/spec/slo/completeness"), Json::Null, "none was promised");
    assert_eq!(at("/spec/schema/fields/0/primaryKey"), Json::Bool(true));
    assert_eq!(at("/spec/schema/fields/1/enum"), serde_json::json!(["OPEN", "CLOSED"]));
    assert_eq!(at("/spec/schema/fields/2/pii"), Json::Bool(true));
    assert_eq!(at("/spec/schema/fields").as_array().unwrap().len(), 4);
    let validate = sandbox.run(&["validate", "shipment-tracking"]);
    assert_eq!(validate.code, 0, "{}", validate.stderr);
}
