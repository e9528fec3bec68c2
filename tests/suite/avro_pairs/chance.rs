//! Schemas and changes of them, made by chance: one number gives one pair, always the same.

use serde_json::{Map, Value as Json, json};

const PRIMITIVES: [&str; 7] = ["boolean", "int", "long", "float", "double", "string", "bytes"];
/// Pairs of which one can be read as the other, so that promotions are met often.
const PROMOTIONS: [(&str, &str); 8] = [
    ("int", "long"),
    ("int", "float"),
    ("int", "double"),
    ("long", "float"),
    ("long", "double"),
    ("float", "double"),
    ("string", "bytes"),
    ("bytes", "string"),
];

pub struct Chance {
    state: u64,
    names: usize,
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, names: 0 }
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn name(&mut self, of: &str) -> String {
        self.names += 1;
        format!("{of}{}", self.names)
    }

    /// A record of a few fields.
    pub fn record(&mut self) -> Json {
        self.record_of(2)
    }

    fn record_of(&mut self, depth: usize) -> Json {
        let name = self.name("Record");
        let fields: Vec<Json> = (0..1 + self.below(3)).map(|_| self.field(depth)).collect();
        json!({ "type": "record", "name": name, "fields": fields })
    }

    fn field(&mut self, depth: usize) -> Json {
        let shape = self.shape(depth);
        let mut field = Map::from_iter([("name".to_owned(), json!(self.name("field"))), ("type".to_owned(), shape)]);
        if self.below(2) == 0
            && let Some(default) = default(&field["type"])
        {
            field.insert("default".to_owned(), default);
        }
        field.into()
    }

    fn shape(&mut self, depth: usize) -> Json {
        match self.below(if depth == 0 { 7 } else { 11 }) {
            0..=3 => json!(PRIMITIVES[self.below(PRIMITIVES.len())]),
            4 => self.symbols(),
            5 => json!({ "type": "fixed", "name": self.name("Fixed"), "size": 1 + self.below(3) }),
            6 | 7 => self.union(depth),
            8 => json!({ "type": "array", "items": self.shape(depth - 1) }),
            9 => json!({ "type": "map", "values": self.shape(depth - 1) }),
            _ => self.record_of(depth - 1),
        }
    }

    fn symbols(&mut self) -> Json {
        let symbols: Vec<String> = (0..1 + self.below(3)).map(|_| self.name("S")).collect();
        let mut json = json!({ "type": "enum", "name": self.name("Enum"), "symbols": symbols });
        if self.below(2) == 0 {
            json["default"] = json["symbols"][0].clone();
        }
        json
    }

    fn union(&mut self, depth: usize) -> Json {
        let mut branches = vec![json!("null")];
        for _ in 0..1 + self.below(2) {
            let shape = self.shape(depth.saturating_sub(1));
            let key = |json: &Json| {
                if json["name"].is_null() {
                    json["type"].as_str().map_or(json.clone(), Json::from)
                } else {
                    json["name"].clone()
                }
            };
            if !shape.is_array() && branches.iter().all(|branch| key(branch) != key(&shape)) {
                branches.push(shape);
            }
        }
        let first = self.below(branches.len());
        branches.swap(0, first);
        branches.into()
    }

    /// The same schema with one, two or three changes.
    pub fn changed(&mut self, old: &Json) -> Json {
        let mut new = old.clone();
        for _ in 0..1 + self.below(3) {
            self.change(&mut new);
        }
        new
    }

    fn change(&mut self, record: &mut Json) {
        let count = record["fields"].as_array().map_or(0, Vec::len);
        match self.below(8) {
            0 => {
                let field = self.field(1);
                let at = self.below(count + 1);
                record["fields"].as_array_mut().unwrap().insert(at, field);
            }
            1 if count > 1 => {
                let at = self.below(count);
                record["fields"].as_array_mut().unwrap().remove(at);
            }
            2 => {
                let (at, name) = (self.below(count), self.name("field"));
                let field = &mut record["fields"][at];
                if self.below(3) > 0 {
                    field["aliases"] = json!([field["name"]]);
                }
                field["name"] = json!(name);
            }
            3 => {
                let at = self.below(count);
                let field = record["fields"][at].as_object_mut().unwrap();
                if field.remove("default").is_none()
                    && let Some(default) = default(&field["type"])
                {
                    field.insert("default".to_owned(), default);
                }
            }
            _ => {
                let at = self.below(count);
                let field = record["fields"][at].as_object_mut().unwrap();
                let had = field.remove("default").is_some();
                self.reshape(field.get_mut("type").unwrap());
                if let Some(default) = default(&field["type"]).filter(|_| had) {
                    field.insert("default".to_owned(), default);
                }
            }
        }
    }

    /// Changes a type, or something inside it.
    fn reshape(&mut self, shape: &mut Json) {
        if let Some(name) = shape.as_str().map(str::to_owned) {
            *shape = match self.below(4) {
                0 => json!(["null", name]),
                1 => json!([name, "null"]),
                2 => json!(PRIMITIVES[self.below(PRIMITIVES.len())]),
                _ => {
                    let near = |(from, to): &(&'static str, &'static str)| match name.as_str() {
                        name if name == *from => Some(*to),
                        name if name == *to => Some(*from),
                        _ => None,
                    };
                    let near: Vec<&str> = PROMOTIONS.iter().filter_map(near).collect();
                    json!(if near.is_empty() { "string" } else { near[self.below(near.len())] })
                }
            };
            if *shape == json!(["null", "null"]) {
                *shape = json!("null");
            }
            return;
        }
        if let Some(branches) = shape.as_array_mut() {
            let at = self.below(branches.len());
            match self.below(4) {
                0 if branches.len() > 1 => drop(branches.remove(at)),
                1 => branches.reverse(),
                2 => {
                    let missing = PRIMITIVES.iter().find(|name| branches.iter().all(|branch| branch != *name));
                    branches.push(json!(missing.unwrap()));
                }
                _ if branches[at].is_object() => self.reshape(&mut branches[at]),
                _ => {
                    let rest: Vec<Json> = branches.iter().filter(|branch| *branch != "null").cloned().collect();
                    if let [only] = rest.as_slice() {
                        *shape = only.clone();
                    }
                }
            }
            // An object in a union may have become a union itself.
            if let Some(branches) = shape.as_array_mut() {
                let flat: Vec<Json> =
                    branches.iter().flat_map(|one| one.as_array().cloned().unwrap_or(vec![one.clone()])).collect();
                let mut seen = Vec::new();
                for branch in flat {
                    if !seen.contains(&branch) {
                        seen.push(branch);
                    }
                }
                *branches = seen;
            }
            return;
        }
        match shape["type"].as_str().unwrap_or_default() {
            "array" => self.reshape(&mut shape["items"]),
            "map" => self.reshape(&mut shape["values"]),
            "record" => self.change(shape),
            "enum" => self.resymbol(shape),
            _ => match self.below(3) {
                0 => shape["size"] = json!(shape["size"].as_u64().unwrap() + 1),
                1 => self.rename(shape),
                _ => {}
            },
        }
    }

    fn resymbol(&mut self, shape: &mut Json) {
        match self.below(5) {
            0 => self.rename(shape),
            1 => {
                let name = self.name("S");
                shape["symbols"].as_array_mut().unwrap().push(json!(name));
            }
            2 if shape["symbols"].as_array().unwrap().len() > 1 => {
                let gone = shape["symbols"].as_array_mut().unwrap().pop().unwrap();
                if shape["default"] == gone {
                    shape.as_object_mut().unwrap().remove("default");
                }
            }
            3 => drop(shape.as_object_mut().unwrap().remove("default")),
            _ => shape["default"] = shape["symbols"][0].clone(),
        }
    }

    fn rename(&mut self, shape: &mut Json) {
        let name = self.name("Named");
        if self.below(2) == 0 {
            shape["aliases"] = json!([shape["name"]]);
        }
        shape["name"] = json!(name);
    }
}

/// A value of a type, as a schema writes a default; nothing where that is not simple.
fn default(shape: &Json) -> Option<Json> {
    Some(match shape {
        Json::String(name) => match name.as_str() {
            "null" => Json::Null,
            "boolean" => json!(true),
            "int" | "long" => json!(1),
            "float" | "double" => json!(0.5),
            _ => json!("x"),
        },
        Json::Array(branches) => return default(branches.first()?),
        shape => match shape["type"].as_str()? {
            "array" => json!([]),
            "map" => json!({}),
            "enum" => shape["symbols"][0].clone(),
            "fixed" => json!("x".repeat(usize::try_from(shape["size"].as_u64()?).ok()?)),
            _ => return None,
        },
    })
}
