//! A whole CTranslate2 Whisper model of a few kilobytes, for tests: two heads, one layer on each side.

use half::f16;
use std::path::Path;

/// The model's measures. Every value is a small number that depends on its place, so that a tensor that ends
/// up in a wrong place is seen.
pub struct Sample {
    pub state: usize,
    pub words: usize,
    pub heads: i16,
    /// Replaces one tensor: name, dimensions, CTranslate2's element number, data.
    pub instead: Option<(&'static str, Vec<u32>, u8, Vec<u8>)>,
}

impl Default for Sample {
    fn default() -> Self {
        Self { state: 32, words: 5, heads: 2, instead: None }
    }
}

const HALF: u8 = 4;
const SHORT: u8 = 2;

/// The value that every test model holds at `place` of the tensor that is the `number`th of the file.
pub fn value(number: usize, place: usize) -> f32 {
    let mixed = (number * 31 + place * 7) % 97;
    f16::from_f32((mixed as f32 - 48.0) / 64.0).to_f32()
}

impl Sample {
    /// The tensors by CTranslate2's names, in alphabetical order as its converter writes them.
    pub fn tensors(&self) -> Vec<(String, Vec<u32>)> {
        let state = self.state as u32;
        let mut tensors = vec![
            ("decoder/embeddings/weight".to_owned(), vec![self.words as u32 + 3, state]),
            ("decoder/position_encodings/encodings".into(), vec![6, state]),
            ("encoder/position_encodings/encodings".into(), vec![10, state]),
            ("encoder/conv1/bias".into(), vec![state]),
            ("encoder/conv1/weight".into(), vec![state, 80, 3]),
            ("encoder/conv2/bias".into(), vec![state]),
            ("encoder/conv2/weight".into(), vec![state, state, 3]),
        ];
        let mut linear = |name: &str, rows: u32, columns: u32| {
            tensors.push((format!("{name}/bias"), vec![rows]));
            tensors.push((format!("{name}/weight"), vec![rows, columns]));
        };
        for side in ["decoder", "encoder"] {
            linear(&format!("{side}/layer_0/ffn/linear_0"), 4 * state, state);
            linear(&format!("{side}/layer_0/ffn/linear_1"), state, 4 * state);
            linear(&format!("{side}/layer_0/self_attention/linear_0"), 3 * state, state);
            linear(&format!("{side}/layer_0/self_attention/linear_1"), state, state);
        }
        linear("decoder/layer_0/attention/linear_0", state, state);
        linear("decoder/layer_0/attention/linear_1", 2 * state, state);
        linear("decoder/layer_0/attention/linear_2", state, state);
        for norm in [
            "decoder/layer_norm",
            "decoder/layer_0/attention/layer_norm",
            "decoder/layer_0/ffn/layer_norm",
            "decoder/layer_0/self_attention/layer_norm",
            "encoder/layer_norm",
            "encoder/layer_0/ffn/layer_norm",
            "encoder/layer_0/self_attention/layer_norm",
        ] {
            tensors.push((format!("{norm}/beta"), vec![state]));
            tensors.push((format!("{norm}/gamma"), vec![state]));
        }
        tensors.sort();
        tensors
    }

    /// `model.bin`.
    pub fn weights(&self) -> Vec<u8> {
        let tensors = self.tensors();
        let mut file = 6_u32.to_le_bytes().to_vec();
        put_name(&mut file, "WhisperSpec");
        file.extend(3_u32.to_le_bytes());
        file.extend((tensors.len() as u32 + 2).to_le_bytes());
        for side in ["decoder/num_heads", "encoder/num_heads"] {
            put_variable(&mut file, side, &[], SHORT, &self.heads.to_le_bytes());
        }
        for (number, (name, dims)) in tensors.iter().enumerate() {
            match &self.instead {
                Some((instead, dims, element, data)) if instead == name => {
                    put_variable(&mut file, name, dims, *element, data);
                }
                _ => put_variable(&mut file, name, dims, HALF, &self.data(number, name, dims)),
            }
        }
        file.extend(1_u32.to_le_bytes());
        put_name(&mut file, "decoder/projection/weight");
        put_name(&mut file, "decoder/embeddings/weight");
        file
    }

    /// The bias of a key is zero in every Whisper model: in self attention the second third, in cross
    /// attention the first half of what it is stacked into.
    fn data(&self, number: usize, name: &str, dims: &[u32]) -> Vec<u8> {
        let key_bias = if name.ends_with("/self_attention/linear_0/bias") {
            self.state..2 * self.state
        } else if name.ends_with("/attention/linear_1/bias") {
            0..self.state
        } else {
            0..0
        };
        let length: u32 = dims.iter().product();
        let values =
            (0..length as usize).map(|place| if key_bias.contains(&place) { 0.0 } else { value(number, place) });
        values.flat_map(|value| f16::from_f32(value).to_le_bytes()).collect()
    }

    /// `vocabulary.txt`: `words` words and two commands.
    pub fn vocabulary(&self) -> String {
        let words: String = (0..self.words).map(|number| format!("Ġword{number}\n")).collect();
        words + "<|endoftext|>\n<|startoftranscript|>\n"
    }

    /// Writes both files.
    pub fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("model.bin"), self.weights()).unwrap();
        std::fs::write(folder.join("vocabulary.txt"), self.vocabulary()).unwrap();
    }
}

fn put_name(file: &mut Vec<u8>, name: &str) {
    file.extend((name.len() as u16 + 1).to_le_bytes());
    file.extend(name.as_bytes());
    file.push(0);
}

fn put_variable(file: &mut Vec<u8>, name: &str, dims: &[u32], element: u8, data: &[u8]) {
    put_name(file, name);
    file.push(dims.len() as u8);
    file.extend(dims.iter().flat_map(|dim| dim.to_le_bytes()));
    file.push(element);
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
}
