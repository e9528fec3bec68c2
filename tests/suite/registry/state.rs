//! What the registry of the tests keeps, and how it answers: by the documented API, code for code.

use std::collections::BTreeMap;

use mesh_cli::evolution::avro::{Schema, incompatibilities};
use mesh_cli::manifest::document::Evolution;
use serde_json::{Value as Json, json};

use super::server::Seen;

const MEDIA_TYPE: &str = "application/vnd.schemaregistry.v1+json";

#[derive(Default)]
pub struct State {
    pub subjects: BTreeMap<String, Subject>,
    ids: Vec<Json>,
    /// A subject to which nobody may write.
    pub read_only: Option<String>,
}

#[derive(Default)]
pub struct Subject {
    pub versions: Vec<(u32, usize, Json)>,
    pub level: Option<String>,
}

type Answer = Result<Json, (u64, String)>;

fn error<T>(code: u64, message: impl Into<String>) -> Result<T, (u64, String)> {
    Err((code, message.into()))
}

impl State {
    /// The status and the body.
    pub fn answer(&mut self, request: &Seen) -> (u16, String) {
        if !request.header("accept").is_some_and(|accepted| accepted.contains(MEDIA_TYPE)) {
            return (406, json!({ "error_code": 406, "message": "HTTP 406 Not Acceptable" }).to_string());
        }
        if !request.body.is_empty() && request.header("content-type") != Some(MEDIA_TYPE) {
            return (415, json!({ "error_code": 415, "message": "HTTP 415 Unsupported Media Type" }).to_string());
        }
        match self.route(request) {
            Ok(json) => (200, json.to_string()),
            Err((code, message)) => {
                let status = if code > 999 { code / 100 } else { code };
                (status as u16, json!({ "error_code": code, "message": message }).to_string())
            }
        }
    }

    fn route(&mut self, request: &Seen) -> Answer {
        let path = request.path.split('?').next().unwrap();
        let steps: Vec<String> = path.split('/').skip(1).map(decoded).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let body = || serde_json::from_str::<Json>(&request.body).map_err(|error| (400, error.to_string()));
        match (request.method.as_str(), steps.as_slice()) {
            ("GET", ["subjects", subject, "versions"]) => {
                let versions = &self.subject(subject)?.versions;
                Ok(versions.iter().map(|(number, ..)| *number).collect())
            }
            ("GET", ["subjects", subject, "versions", version]) => {
                let (number, id, schema) = self.version(subject, version)?;
                Ok(json!({ "subject": subject, "version": number, "id": id, "schema": schema.to_string() }))
            }
            ("POST", ["subjects", subject]) => {
                let (schema, _) = parsed(&body()?)?;
                let subject_of = self.subject(subject)?;
                match subject_of.versions.iter().find(|(.., there)| *there == schema) {
                    Some((number, id, schema)) => {
                        Ok(json!({ "subject": subject, "version": number, "id": id, "schema": schema.to_string() }))
                    }
                    None => error(40403, "Schema not found"),
                }
            }
            ("POST", ["subjects", subject, "versions"]) => self.register(subject, &body()?),
            ("POST", ["compatibility", "subjects", subject, "versions", version]) => {
                let (_, schema) = parsed(&body()?)?;
                let (_, _, earlier) = self.version(subject, version)?;
                let messages = self.conflicts(subject, &schema, &[earlier]);
                Ok(json!({ "is_compatible": messages.is_empty(), "messages": messages }))
            }
            ("GET", ["config", subject]) => {
                match self.subjects.get(*subject).and_then(|subject| subject.level.as_ref()) {
                    Some(level) => Ok(json!({ "compatibilityLevel": level })),
                    None => error(
                        40408,
                        format!("Subject '{subject}' does not have subject-level compatibility configured"),
                    ),
                }
            }
            ("PUT", ["config", subject]) => {
                let body = body()?;
                let level = body["compatibility"].as_str().unwrap_or_default();
                if mode(level).is_none() {
                    return error(42203, "Invalid compatibility level");
                }
                if self.read_only.as_deref() == Some(*subject) {
                    return error(42205, format!("Subject {subject} is in read-only mode"));
                }
                self.subjects.entry((*subject).to_owned()).or_default().level = Some(level.to_owned());
                Ok(json!({ "compatibility": level }))
            }
            _ => error(404, "HTTP 404 Not Found"),
        }
    }

    fn subject(&self, name: &str) -> Result<&Subject, (u64, String)> {
        match self.subjects.get(name) {
            Some(subject) if !subject.versions.is_empty() => Ok(subject),
            _ => error(40401, format!("Subject '{name}' not found.")),
        }
    }

    fn version(&self, subject: &str, version: &str) -> Result<(u32, usize, Json), (u64, String)> {
        let Ok(number) = version.parse::<u32>() else { return error(42202, "The specified version is not valid") };
        let found = self.subject(subject)?.versions.iter().find(|(there, ..)| *there == number);
        found.cloned().ok_or((40402, format!("Version {number} not found.")))
    }

    fn register(&mut self, name: &str, body: &Json) -> Answer {
        let (json, schema) = parsed(body)?;
        let subject = self.subjects.entry(name.to_owned()).or_default();
        if let Some((_, id, _)) = subject.versions.iter().find(|(.., there)| *there == json) {
            return Ok(json!({ "id": id }));
        }
        let earlier: Vec<Json> = subject.versions.iter().map(|(.., schema)| schema.clone()).collect();
        let conflicts = self.conflicts(name, &schema, &earlier);
        if !conflicts.is_empty() {
            let message =
                format!("Schema being registered is incompatible with an earlier schema; {}", conflicts.join(", "));
            return error(409, message);
        }
        let id = self.ids.iter().position(|there| *there == json).unwrap_or_else(|| {
            self.ids.push(json.clone());
            self.ids.len() - 1
        });
        let subject = self.subjects.get_mut(name).unwrap();
        let number = subject.versions.last().map_or(1, |(number, ..)| number + 1);
        subject.versions.push((number, id + 1, json));
        Ok(json!({ "id": id + 1 }))
    }

    fn conflicts(&self, subject: &str, schema: &Schema, earlier: &[Json]) -> Vec<String> {
        let level = self.subjects.get(subject).and_then(|subject| subject.level.as_deref()).unwrap_or("BACKWARD");
        let earlier: Vec<Schema> = earlier.iter().map(|json| Schema::from_json(json).unwrap()).collect();
        let found = incompatibilities(schema, &earlier, mode(level).unwrap());
        found.iter().map(ToString::to_string).collect()
    }
}

fn mode(level: &str) -> Option<Evolution> {
    serde_json::from_value(level.into()).ok()
}

fn parsed(body: &Json) -> Result<(Json, Schema), (u64, String)> {
    let text = body["schema"].as_str().unwrap_or_default();
    let json: Json =
        serde_json::from_str(text).map_err(|_| (42201, "Input schema is an invalid Avro schema".to_owned()))?;
    match Schema::from_json(&json) {
        Ok(schema) => Ok((json, schema)),
        Err(problems) => error(42201, format!("Input schema is an invalid Avro schema: {}", problems[0].message)),
    }
}

/// `%2F` is `/`.
fn decoded(step: &str) -> String {
    let mut bytes = Vec::new();
    let mut parts = step.split('%');
    bytes.extend(parts.next().unwrap().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).unwrap()
}
