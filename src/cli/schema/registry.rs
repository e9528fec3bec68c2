//! The Schema Registry of a run: where it is, and how it is spoken to, by the command line, the environment and `mesh.yaml`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use crate::cli::{interrupt, usage};
use crate::error::{Error, Result};
use crate::mesh::Mesh;
use crate::schema_registry::{Address, Credentials, Manner, Patience, Registry};

/// The variable with the URL of the registry.
const URL: &str = "SCHEMA_REGISTRY_URL";
/// The variable with the file of certificate authorities.
const CA_FILE: &str = "SCHEMA_REGISTRY_CA_FILE";

/// The address that is given, else that of the environment, else that of the mesh.
pub(super) fn address(given: Option<&str>, mesh: Option<&Mesh>) -> Result<Address> {
    let variable = variable(URL).map(|url| url.to_string_lossy().into_owned());
    let (url, place) = match (given, variable, mesh.and_then(|mesh| mesh.registry.url.clone())) {
        (Some(url), ..) => (url.to_owned(), "the command line"),
        (None, Some(url), _) => (url, URL),
        (None, None, Some(url)) => (url, "mesh.yaml"),
        (None, None, None) => {
            return Err(usage(
                "no Schema Registry is named",
                format!("name one with --registry, in {URL}, or as `registry.url` in mesh.yaml"),
            ));
        }
    };
    url.parse().map_err(|message| usage(message, format!("the URL of {place} looks like https://registry.example.com")))
}

/// The registry at an address, spoken to as the environment and the mesh say.
pub(super) fn connect(address: &Address, mesh: Option<&Mesh>) -> Result<Registry> {
    let mut patience = Patience::default();
    if let Some(settings) = mesh.map(|mesh| &mesh.registry) {
        patience.timeout =
            settings.timeout.as_ref().map_or(patience.timeout, |span| Duration::from_secs(span.seconds()));
        patience.retries = settings.retries.map_or(patience.retries, u32::from);
    }
    let named = mesh.and_then(|mesh| Some(mesh.root.join(mesh.registry.ca_file.as_ref()?)));
    let authority = variable(CA_FILE).map(PathBuf::from).or(named);
    let authority =
        authority.map(|path| std::fs::read(&path).map_err(|source| Error::Read { path, source })).transpose()?;
    let credentials = Credentials::from_environment(variable)?;
    Registry::new(address, Manner { credentials, patience, authority, interrupted: Some(interrupt::requested) })
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
