use super::sample::{Sample, value};
use super::*;
use std::collections::BTreeMap;

/// What is left of a ggml file that is being taken apart again.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: u32) -> &'a [u8] {
        let (head, tail) = self.0.split_at(length as usize);
        self.0 = tail;
        head
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    fn numbers(&mut self, count: u32) -> Vec<u32> {
        (0..count).map(|_| self.number()).collect()
    }

    fn tensor(&mut self) -> (String, Stored) {
        let (rank, name_length, kind) = (self.number(), self.number(), self.number());
        let dims = self.numbers(rank);
        let name = String::from_utf8(self.take(name_length).to_vec()).unwrap();
        let values: u32 = dims.iter().product();
        let length = match kind {
            0 => values * 4,
            1 => values * 2,
            7 => values / 32 * 24,
            8 => values / 32 * 34,
            other => panic!("{name} has type {other}"),
        };
        (name, Stored { dims, kind, data: self.take(length).to_vec() })
    }
}

struct Stored {
    /// Innermost first.
    dims: Vec<u32>,
    kind: u32,
    data: Vec<u8>,
}

impl Stored {
    fn floats(&self) -> Vec<f32> {
        match self.kind {
            0 => self.data.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            1 => self.data.as_chunks().0.iter().map(|bytes| half::f16::from_le_bytes(*bytes).to_f32()).collect(),
            other => panic!("type {other} is not plain"),
        }
    }
}

struct Reread {
    header: Vec<u32>,
    words: Vec<Vec<u8>>,
    tensors: BTreeMap<String, Stored>,
}

fn reread(file: &[u8]) -> Reread {
    let mut rest = Rest(file);
    let header = rest.numbers(12);
    let (bands, bins) = (rest.number(), rest.number());
    rest.take(bands * bins * 4);
    let count = rest.number();
    let words = (0..count)
        .map(|_| {
            let length = rest.number();
            rest.take(length).to_vec()
        })
        .collect();
    let mut tensors = BTreeMap::new();
    while !rest.0.is_empty() {
        tensors.extend([rest.tensor()]);
    }
    Reread { header, words, tensors }
}

fn converted(sample: &Sample, kind: Kind) -> Result<Reread, ConvertError> {
    let folder = tempfile::tempdir().unwrap();
    sample.write(folder.path());
    let out = folder.path().join("out.bin");
    convert(folder.path(), &out, kind, &mut |_, _| {})?;
    Ok(reread(&std::fs::read(out).unwrap()))
}

/// The values of one of the sample's tensors, by CTranslate2's name.
fn original(sample: &Sample, name: &str) -> Vec<f32> {
    let (number, (_, dims)) = sample.tensors().into_iter().enumerate().find(|(_, (found, _))| found == name).unwrap();
    (0..dims.iter().product::<u32>() as usize).map(|place| value(number, place)).collect()
}

#[test]
fn a_converted_model_has_whisper_cpps_header_words_and_tensors() {
    let model = converted(&Sample::default(), Kind::F16).unwrap();
    assert_eq!(model.header, [0x6767_6d6c, 8, 10, 32, 2, 1, 6, 32, 2, 1, 80, 1]);
    assert_eq!(model.words[4], b" word4");
    assert_eq!((model.words.len(), model.tensors.len()), (5, 11 + 15 + 24));
    assert_eq!(model.tensors["encoder.conv1.weight"].dims, [3, 80, 32]);
    assert_eq!(
        (model.tensors["encoder.conv1.bias"].dims.as_slice(), model.tensors["encoder.conv1.bias"].kind),
        (&[1, 32][..], 0)
    );
    assert_eq!(model.tensors["decoder.positional_embedding"].kind, 0);
    assert_eq!(model.tensors["decoder.token_embedding.weight"].kind, 1);
}

#[test]
fn stacked_projections_come_apart_as_query_key_and_value() {
    let sample = Sample::default();
    let model = converted(&sample, Kind::F16).unwrap();
    let stacked = original(&sample, "encoder/layer_0/self_attention/linear_0/weight");
    for (name, part) in ["query", "key", "value"].into_iter().zip(stacked.chunks(32 * 32)) {
        assert_eq!(model.tensors[&format!("encoder.blocks.0.attn.{name}.weight")].floats(), part, "{name}");
    }
    let stacked = original(&sample, "decoder/layer_0/attention/linear_1/weight");
    for (name, part) in ["key", "value"].into_iter().zip(stacked.chunks(32 * 32)) {
        assert_eq!(model.tensors[&format!("decoder.blocks.0.cross_attn.{name}.weight")].floats(), part, "{name}");
    }
    let biases = original(&sample, "decoder/layer_0/attention/linear_1/bias");
    assert_eq!(model.tensors["decoder.blocks.0.cross_attn.value.bias"].floats(), biases[32..]);
    assert!(!model.tensors.contains_key("decoder.blocks.0.cross_attn.key.bias"));
}

#[test]
fn only_matrices_are_quantised() {
    for (kind, file_type, tensor_type) in [(Kind::Q8_0, 2007, 8), (Kind::Q5_1, 2009, 7)] {
        let model = converted(&Sample::default(), kind).unwrap();
        assert_eq!(model.header[11], file_type);
        for (name, stored) in &model.tensors {
            let matrix = stored.dims.len() == 2 && name.ends_with(".weight");
            let wanted = if matrix { tensor_type } else { u32::from(stored.dims.len() == 3) };
            assert_eq!(stored.kind, wanted, "{name}");
        }
    }
}

#[test]
fn progress_ends_at_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    Sample::default().write(folder.path());
    let mut steps = Vec::new();
    let out = folder.path().join("out.bin");
    convert(folder.path(), &out, Kind::Q8_0, &mut |done, total| steps.push((done, total))).unwrap();
    let (done, total) = steps[steps.len() - 1];
    assert!(done == total && total > 0);
    assert!(steps.is_sorted());
}

#[test]
fn weights_that_were_quantised_before_are_refused_by_name() {
    let int8 = ("decoder/layer_norm/beta", vec![32], 1, vec![0; 32]);
    let sample = Sample { instead: Some(int8), ..Sample::default() };
    assert!(matches!(
        converted(&sample, Kind::Q8_0),
        Err(ConvertError::NotFloat { name, found: "int8" }) if name == "decoder/layer_norm/beta"
    ));
}

#[test]
fn a_tensor_that_does_not_fit_the_others_is_refused() {
    let short = ("encoder/conv2/bias", vec![31], 4, vec![0; 62]);
    let sample = Sample { instead: Some(short), ..Sample::default() };
    assert!(matches!(converted(&sample, Kind::F16), Err(ConvertError::Shape { wanted, .. }) if wanted == [32]));
}

#[test]
fn a_key_with_a_bias_is_not_whisper() {
    let bias = ("decoder/layer_0/attention/linear_1/bias", vec![64], 4, [0, 0x3C].repeat(64));
    let sample = Sample { instead: Some(bias), ..Sample::default() };
    assert!(matches!(converted(&sample, Kind::F16), Err(ConvertError::KeyBias(_))));
}

#[test]
fn rows_that_are_no_whole_blocks_ask_for_halves() {
    let sample = Sample { state: 24, ..Sample::default() };
    assert!(matches!(converted(&sample, Kind::Q8_0), Err(ConvertError::Unaligned { .. })));
    assert_eq!(converted(&sample, Kind::F16).unwrap().header[3], 24);
}

#[test]
fn heads_that_do_not_divide_the_width_are_damage() {
    for heads in [0, -2, 3] {
        let sample = Sample { heads, ..Sample::default() };
        assert!(matches!(converted(&sample, Kind::F16), Err(ConvertError::Damaged(_))), "{heads} heads");
    }
}

#[test]
fn more_words_than_embeddings_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    Sample::default().write(folder.path());
    let many = Sample { words: 8, ..Sample::default() }.vocabulary();
    std::fs::write(folder.path().join("vocabulary.txt"), many).unwrap();
    let out = folder.path().join("out.bin");
    assert!(matches!(convert(folder.path(), &out, Kind::F16, &mut |_, _| {}), Err(ConvertError::Vocabulary(_))));
}
