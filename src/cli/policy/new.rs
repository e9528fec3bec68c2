//! `mesh-cli policy new`.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::{Outcome, Shell, usage};
use crate::error::{Error, Result};
use crate::policy::{FOLDER, scaffold};

/// Begin a policy: a file with all of its metadata, and a test that passes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli policy new ACME-001
  mesh-cli policy new ACME-002 --category documentation --out packs/acme/policies")]
pub(super) struct Args {
    /// The id: words in capital letters and a number, such as ACME-001
    id: String,

    /// The group that the policy is counted in; the first word of the id when it is left out
    #[arg(long)]
    category: Option<String>,

    /// The folder of policies
    #[arg(long, value_name = "DIR", default_value = FOLDER)]
    out: PathBuf,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let Some(files) = scaffold(&args.id, args.category.as_deref()) else {
        let hint =
            "write words in capital letters and a number at the end, as ACME-001; a category is in small letters";
        return Err(usage(format!("`{}` is no id of a policy", args.id), hint));
    };
    let files: Vec<_> = files.into_iter().map(|file| (args.out.join(file.path), file.text)).collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        let hint = "choose another id, or move the file away".to_owned();
        return Err(Error::Destination { path: path.clone(), reason: "is there already".to_owned(), hint });
    }
    for (path, text) in files {
        let failed = |source| Error::Write { path: path.clone(), source };
        fs::create_dir_all(path.parent().unwrap_or(&args.out)).map_err(failed)?;
        let file = fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        file.map_err(failed)?;
        shell.say(&format!("created {}", path.display()));
    }
    shell.say(&format!("try it with `mesh-cli policy test {}`", args.out.display()));
    Ok(Outcome::Fine)
}
