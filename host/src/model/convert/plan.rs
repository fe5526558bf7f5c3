//! Which CTranslate2 tensor becomes which ggml tensor, in the order in which whisper.cpp's own converter
//! writes them. Nothing is read here but names, dimensions and the numbers of heads; every tensor is checked
//! against the model's shape before a byte is written.

use super::ct2::Ct2Model;
use super::error::ConvertError;
use super::ggml::Shape;
use super::quantise::{BLOCK, Encoding, Kind};
use super::tensor::Tensor;
use std::io::{Read, Seek};

const EMBEDDINGS: &str = "decoder/embeddings/weight";
const AUDIO_POSITIONS: &str = "encoder/position_encodings/encodings";
const TEXT_POSITIONS: &str = "decoder/position_encodings/encodings";
const FIRST_CONVOLUTION: &str = "encoder/conv1/weight";
/// Both convolutions look at three steps of time at once.
const CONVOLUTION_WIDTH: usize = 3;
/// The feed-forward layers are four times as wide as the state.
const FEED_FORWARD: usize = 4;
/// whisper.cpp knows these numbers of bands and computes no others.
const MEL_BANDS: [usize; 2] = [80, 128];

/// One tensor of the new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// ggml's name for it.
    pub name: String,
    /// Its dimensions there, outermost first.
    pub dims: Vec<usize>,
    /// How its values are stored there.
    pub encoding: Encoding,
    /// Where its values come from.
    pub source: Tensor,
}

/// The whole file, before it is written.
pub struct Plan {
    /// For the header.
    pub shape: Shape,
    /// In the order of the file.
    pub tensors: Vec<Planned>,
    /// Tensors that ggml has no place for and that must be all zeros, with their CTranslate2 names.
    pub zeros: Vec<(String, Tensor)>,
}

impl Plan {
    /// Plans the conversion of a whole model.
    pub fn of<R: Read + Seek>(model: &mut Ct2Model<R>, kind: Kind) -> Result<Self, ConvertError> {
        let shape = shape_of(model)?;
        let mut planner = Planner { model, kind, plan: Self { shape, tensors: Vec::new(), zeros: Vec::new() } };
        planner.everything()?;
        Ok(planner.plan)
    }
}

fn shape_of<R: Read + Seek>(model: &mut Ct2Model<R>) -> Result<Shape, ConvertError> {
    let [vocabulary, state] = dims(model, EMBEDDINGS)?;
    let [audio_context, _] = dims(model, AUDIO_POSITIONS)?;
    let [text_context, _] = dims(model, TEXT_POSITIONS)?;
    let [_, mel_bands, _] = dims(model, FIRST_CONVOLUTION)?;
    if !MEL_BANDS.contains(&mel_bands) {
        return Err(ConvertError::damaged(format!("it wants {mel_bands} mel bands")));
    }
    Ok(Shape {
        vocabulary,
        audio_context,
        text_context,
        state,
        audio_heads: heads(model, "encoder", state)?,
        text_heads: heads(model, "decoder", state)?,
        audio_layers: layers(model, "encoder"),
        text_layers: layers(model, "decoder"),
        mel_bands,
    })
}

fn dims<R: Read + Seek, const RANK: usize>(model: &Ct2Model<R>, name: &str) -> Result<[usize; RANK], ConvertError> {
    let found = model.tensor(name)?.dims.as_slice();
    found.try_into().map_err(|_| ConvertError::damaged(format!("{name} has dimensions {found:?}")))
}

fn heads<R: Read + Seek>(model: &mut Ct2Model<R>, side: &str, state: usize) -> Result<usize, ConvertError> {
    let found = model.integer(&format!("{side}/num_heads"))?;
    let heads = usize::try_from(found).ok().filter(|heads| *heads > 0 && state.is_multiple_of(*heads));
    heads.ok_or_else(|| ConvertError::damaged(format!("{side}/num_heads is {found} for a width of {state}")))
}

/// One more than the highest layer that any name mentions; a layer that is missing below it is found later.
fn layers<R: Read + Seek>(model: &Ct2Model<R>, side: &str) -> usize {
    let prefix = format!("{side}/layer_");
    let number = |name: &str| name.strip_prefix(&prefix)?.split('/').next()?.parse::<u16>().ok();
    model.names().filter_map(number).max().map_or(0, |highest| usize::from(highest) + 1)
}

struct Planner<'a, R> {
    model: &'a Ct2Model<R>,
    kind: Kind,
    plan: Plan,
}

impl<R: Read + Seek> Planner<'_, R> {
    fn everything(&mut self) -> Result<(), ConvertError> {
        let Shape { state, mel_bands, audio_context, audio_layers, text_layers, .. } = self.plan.shape;
        let Shape { text_context, vocabulary, .. } = self.plan.shape;
        self.plain("encoder.positional_embedding", AUDIO_POSITIONS, &[audio_context, state])?;
        self.convolution("conv1", mel_bands)?;
        self.convolution("conv2", state)?;
        for layer in 0..audio_layers {
            self.layer(&format!("encoder.blocks.{layer}"), &format!("encoder/layer_{layer}"), false)?;
        }
        for layer in 0..text_layers {
            self.layer(&format!("decoder.blocks.{layer}"), &format!("decoder/layer_{layer}"), true)?;
        }
        self.norm("encoder.ln_post", "encoder/layer_norm")?;
        self.norm("decoder.ln", "decoder/layer_norm")?;
        self.matrix("decoder.token_embedding.weight", EMBEDDINGS, &[vocabulary, state])?;
        self.plain("decoder.positional_embedding", TEXT_POSITIONS, &[text_context, state])
    }

    fn layer(&mut self, to: &str, from: &str, decoder: bool) -> Result<(), ConvertError> {
        let state = self.plan.shape.state;
        self.norm(&format!("{to}.attn_ln"), &format!("{from}/self_attention/layer_norm"))?;
        self.self_attention(&format!("{to}.attn"), &format!("{from}/self_attention"))?;
        if decoder {
            self.norm(&format!("{to}.cross_attn_ln"), &format!("{from}/attention/layer_norm"))?;
            self.cross_attention(&format!("{to}.cross_attn"), &format!("{from}/attention"))?;
        }
        let wide = FEED_FORWARD * state;
        self.norm(&format!("{to}.mlp_ln"), &format!("{from}/ffn/layer_norm"))?;
        self.linear(&format!("{to}.mlp.0"), &format!("{from}/ffn/linear_0"), &[wide, state])?;
        self.linear(&format!("{to}.mlp.2"), &format!("{from}/ffn/linear_1"), &[state, wide])
    }

    /// CTranslate2 stacks query, key and value into one matrix.
    fn self_attention(&mut self, to: &str, from: &str) -> Result<(), ConvertError> {
        let state = self.plan.shape.state;
        let weights = self.take(&format!("{from}/linear_0/weight"), &[3 * state, state])?.split::<3>();
        let biases = self.take(&format!("{from}/linear_0/bias"), &[3 * state])?.split::<3>();
        self.heads(to, from, weights, biases)?;
        self.linear(&format!("{to}.out"), &format!("{from}/linear_1"), &[state, state])
    }

    /// The query looks at the text so far, key and value, stacked, at the sound.
    fn cross_attention(&mut self, to: &str, from: &str) -> Result<(), ConvertError> {
        let state = self.plan.shape.state;
        let query = self.take(&format!("{from}/linear_0/weight"), &[state, state])?;
        let query_bias = self.take(&format!("{from}/linear_0/bias"), &[state])?;
        let [key, value] = self.take(&format!("{from}/linear_1/weight"), &[2 * state, state])?.split();
        let [key_bias, value_bias] = self.take(&format!("{from}/linear_1/bias"), &[2 * state])?.split();
        self.heads(to, from, [query, key, value], [query_bias, key_bias, value_bias])?;
        self.linear(&format!("{to}.out"), &format!("{from}/linear_2"), &[state, state])
    }

    fn heads(
        &mut self,
        to: &str,
        from: &str,
        [query, key, value]: [Tensor; 3],
        [query_bias, key_bias, value_bias]: [Tensor; 3],
    ) -> Result<(), ConvertError> {
        self.put_matrix(format!("{to}.query.weight"), query)?;
        self.put(format!("{to}.query.bias"), Encoding::F32, query_bias);
        self.put_matrix(format!("{to}.key.weight"), key)?;
        self.plan.zeros.push((from.to_owned(), key_bias));
        self.put_matrix(format!("{to}.value.weight"), value)?;
        self.put(format!("{to}.value.bias"), Encoding::F32, value_bias);
        Ok(())
    }

    /// Convolutions stay halves whatever the kind: whisper.cpp does not quantise them. Their biases are
    /// columns, so that ggml can add them to every step of time.
    fn convolution(&mut self, name: &str, inputs: usize) -> Result<(), ConvertError> {
        let state = self.plan.shape.state;
        let weight = self.take(&format!("encoder/{name}/weight"), &[state, inputs, CONVOLUTION_WIDTH])?;
        self.put(format!("encoder.{name}.weight"), Encoding::F16, weight);
        let source = self.take(&format!("encoder/{name}/bias"), &[state])?;
        let name = format!("encoder.{name}.bias");
        self.plan.tensors.push(Planned { name, dims: vec![state, 1], encoding: Encoding::F32, source });
        Ok(())
    }

    fn norm(&mut self, to: &str, from: &str) -> Result<(), ConvertError> {
        let state = self.plan.shape.state;
        self.plain(&format!("{to}.weight"), &format!("{from}/gamma"), &[state])?;
        self.plain(&format!("{to}.bias"), &format!("{from}/beta"), &[state])
    }

    fn linear(&mut self, to: &str, from: &str, dims: &[usize; 2]) -> Result<(), ConvertError> {
        self.matrix(&format!("{to}.weight"), &format!("{from}/weight"), dims)?;
        self.plain(&format!("{to}.bias"), &format!("{from}/bias"), &dims[..1])
    }

    fn matrix(&mut self, to: &str, from: &str, dims: &[usize; 2]) -> Result<(), ConvertError> {
        let source = self.take(from, dims)?;
        self.put_matrix(to.to_owned(), source)
    }

    fn put_matrix(&mut self, name: String, source: Tensor) -> Result<(), ConvertError> {
        let encoding = self.kind.matrices();
        let row = source.dims.last().copied().unwrap_or_default();
        if encoding.is_blocked() && !row.is_multiple_of(BLOCK) {
            return Err(ConvertError::Unaligned { name });
        }
        self.put(name, encoding, source);
        Ok(())
    }

    fn plain(&mut self, to: &str, from: &str, dims: &[usize]) -> Result<(), ConvertError> {
        let source = self.take(from, dims)?;
        self.put(to.to_owned(), Encoding::F32, source);
        Ok(())
    }

    fn put(&mut self, name: String, encoding: Encoding, source: Tensor) {
        self.plan.tensors.push(Planned { name, dims: source.dims.clone(), encoding, source });
    }

    fn take(&self, name: &str, wanted: &[usize]) -> Result<Tensor, ConvertError> {
        let tensor = self.model.tensor(name)?;
        let name = name.to_owned();
        if tensor.element.is_integer() {
            return Err(ConvertError::NotFloat { name, found: tensor.element.name() });
        }
        if tensor.dims != wanted {
            return Err(ConvertError::Shape { name, found: tensor.dims.clone(), wanted: wanted.to_owned() });
        }
        Ok(tensor.clone())
    }
}
