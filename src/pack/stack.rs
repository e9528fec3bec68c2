//! Several packs, laid over each other.

use std::path::Path;

use super::source::{Cache, LockedPack, Source, open};
use super::{Files, Layer, Pack, PackFile, SAMPLES};
use crate::error::{Error, Result};

impl Pack {
    /// The pack that is built into the binary.
    pub fn builtin() -> Result<Self> {
        Self::stack(vec![Layer::builtin()?])
    }

    /// Packs laid over each other, the lowest first. The built-in one is below them, unless the first extends nothing.
    ///
    /// `from` is the folder that relative paths are relative to.
    pub fn load(sources: &[Source], from: &Path, cache: &Cache) -> Result<Self> {
        let mut layers = Vec::with_capacity(sources.len() + 1);
        for source in sources {
            layers.push(Layer::new(source.clone(), from, open(source, from, None, cache)?)?);
        }
        let stands_alone =
            layers.first().is_some_and(|first| first.source == Source::Builtin || first.about.extends.is_none());
        if !stands_alone {
            layers.insert(0, Layer::builtin()?);
        }
        Self::stack(layers)
    }

    /// Lays packs over each other, the lowest first.
    pub(super) fn stack(layers: Vec<Layer>) -> Result<Self> {
        let mut files = Files::default();
        let mut about = None;
        for (index, layer) in layers.iter().enumerate() {
            let below = &layers[..index];
            fits(layer, below)?;
            about = Some(match about {
                None => layer.about.clone(),
                Some(about) => PackFile::overlaid(about, layer.about.clone()),
            });
            files.remove(&layer.about)?;
            files.lay(&layer.about.name, layer.files().clone());
        }
        let about = about.ok_or_else(|| Error::Pack { message: "there is no pack to render with".to_owned() })?;
        Ok(Self::new(about, files, layers))
    }

    /// The packs that this one is made of, the lowest first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What a user should know of how the packs were found.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().flat_map(|layer| &layer.notes).map(String::as_str)
    }

    /// What a lock says of the packs, in a product at `product`: folders are relative to it.
    pub fn locked(&self, product: &Path) -> Result<Vec<LockedPack>> {
        self.layers.iter().map(|layer| layer.locked(product)).collect()
    }
}

/// Whether a pack may lie on those below it.
fn fits(layer: &Layer, below: &[Layer]) -> Result<()> {
    let (name, source) = (&layer.about.name, &layer.source);
    let refused = |message: String| Err(Error::Pack { message });
    let Some(top) = below.last() else {
        // What is missing shows only when it is needed; what every product needs is known before.
        if layer.about.extends.is_none() && layer.files().get(SAMPLES).is_none() {
            return refused(format!(
                "{source}: `{name}` extends no pack, so it must be whole, and it lacks {SAMPLES}; \
                 a pack that is laid over the built-in one says `extends: standard` in its pack.yaml"
            ));
        }
        return Ok(());
    };
    if below.iter().any(|other| other.about.name == *name) {
        return refused(format!("{source}: a pack named `{name}` is among the packs below it already"));
    }
    match &layer.about.extends {
        Some(extends) if below.iter().any(|other| other.about.name == *extends) => Ok(()),
        other => {
            let names: Vec<&str> = below.iter().map(|layer| layer.about.name.as_str()).collect();
            let says = other.as_ref().map_or("nothing".to_owned(), |other| format!("`extends: {other}`"));
            refused(format!(
                "{source}: pack.yaml of `{name}` must say `extends: {}`, as it is laid over {}; it says {says}",
                top.about.name,
                names.join(", "),
            ))
        }
    }
}
