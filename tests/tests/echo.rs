//! Loudspeakers: the microphone hears the others too, and their words may not become mine. Real speech, the real
//! model, both sides talking at once for most of the time.

use convoally_shared::event::{Event, EventKind};
use convoally_shared::utterance::Speaker;
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::temporary::Temporary;
use std::path::{Path, PathBuf};

const RATE: usize = 16_000;
/// How much weaker than they are heard by the user the microphone hears them.
const ECHO_DECIBELS: f32 = -12.0;
/// The way from the sound server through the air into the microphone.
const ECHO_DELAY: usize = RATE * 80 / 1000;

/// A call in which the interviewer asks thirteen things without waiting for an answer, and the candidate answers the
/// while.
struct Call {
    them: Vec<f32>,
    me: Vec<f32>,
    their_words: Vec<String>,
    my_words: Vec<String>,
}

fn samples(name: &str) -> Result<Vec<f32>> {
    let (spec, samples) = fixtures::read(&fixtures::path(&format!("speech/{name}.wav")))?;
    assert_eq!(spec.sample_rate as usize, RATE);
    Ok(samples.into_iter().map(|sample| f32::from(sample) / 32_768.0).collect())
}

fn silence(ms: usize) -> Vec<f32> {
    vec![0.0; RATE * ms / 1000]
}

fn call() -> Result<Call> {
    let dialogue = samples("dialogue")?;
    let place = |seconds: f64| (seconds * RATE as f64) as usize;
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for line in fixtures::dialogue()? {
        let sound = dialogue[place(line.start - 0.1)..place(line.end + 0.1)].to_vec();
        if line.speaker == "i" { &mut asked } else { &mut answered }.push((sound, line.text));
    }
    for (number, question) in (1..).zip(fixtures::questions()?) {
        asked.push((samples(&format!("q{number}"))?, question.text));
    }
    let track = |lead: usize, pause: usize, lines: &[(Vec<f32>, String)]| -> Vec<f32> {
        let said = lines.iter().flat_map(|(sound, _)| [sound.clone(), silence(pause)].concat());
        silence(lead).into_iter().chain(said).collect()
    };
    let spoken = |lines: &[(Vec<f32>, String)]| lines.iter().flat_map(|(_, text)| words(text)).collect();
    let them = track(1_000, 600, &asked);
    let mut me = track(7_000, 3_500, &answered);
    me.resize(them.len(), 0.0);
    Ok(Call { them, me, their_words: spoken(&asked), my_words: spoken(&answered) })
}

/// What the microphone hears: me, them, and the noise of any microphone.
fn microphone(call: &Call) -> Vec<f32> {
    let gain = 10_f32.powf(ECHO_DECIBELS / 20.0);
    let echo = vec![0.0; ECHO_DELAY].into_iter().chain(call.them.iter().map(|sample| gain * sample));
    let noise =
        (0_u32..).map(|n| (n.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0 - 0.5).map(|noise| 0.0005 * noise);
    call.me.iter().zip(echo).zip(noise).map(|((me, echo), noise)| me + echo + noise).collect()
}

fn write(folder: &Temporary, name: &str, sound: &[f32]) -> Result<PathBuf> {
    let path = folder.path().join(name);
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: RATE as u32,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).map_err(Error::wav(&path))?;
    for sample in sound {
        writer.write_sample((sample.clamp(-1.0, 1.0) * 32_767.0) as i16).map_err(Error::wav(&path))?;
    }
    writer.finalize().map_err(Error::wav(&path))?;
    Ok(path)
}

/// Words as they are counted here. Whisper writes the numbers of these recordings as digits.
fn words(text: &str) -> Vec<String> {
    let words = text.replace('\'', "").to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .flat_map(|word| match word {
            "40" => vec!["forty"],
            "300" => vec!["three", "hundred"],
            word => vec![word],
        })
        .map(str::to_owned)
        .collect()
}

/// What the host understood as said by me.
fn heard_as_me(me: &Path, them: Option<&Path>) -> Result<Vec<String>> {
    let host = Host::new(&Parts::find()?.host, false)?;
    host.pull_model("base-q8_0")?;
    let mut listen = host.command();
    listen.args(["listen", "--json", "--pace", "fast", "--no-history", "--model", "base-q8_0", "--me"]).arg(me);
    if let Some(them) = them {
        listen.arg("--them").arg(them);
    }
    let lines = child::output(&mut listen)?;
    let events = serde_json::Deserializer::from_slice(&lines).into_iter::<Event>();
    let events: Vec<Event> =
        events.collect::<std::result::Result<_, _>>().map_err(|error| Error::Unexpected(error.to_string()))?;
    let texts = events.into_iter().filter_map(|event| match event.kind {
        EventKind::UtteranceFinal { utterance } if utterance.speaker == Speaker::Me => Some(utterance.text),
        _ => None,
    });
    Ok(texts.flat_map(|text| words(&text)).collect())
}

/// Which words of `heard` are words of `spoken`: the longest common row of words.
fn aligned(spoken: &[String], heard: &[String]) -> Vec<bool> {
    let mut best = vec![vec![0_usize; heard.len() + 1]; spoken.len() + 1];
    for (i, word) in spoken.iter().enumerate().rev() {
        for (j, other) in heard.iter().enumerate().rev() {
            let skip = best[i + 1][j].max(best[i][j + 1]);
            best[i][j] = if word == other { best[i + 1][j + 1] + 1 } else { skip };
        }
    }
    let mut found = vec![false; heard.len()];
    let (mut i, mut j) = (0, 0);
    while i < spoken.len() && j < heard.len() {
        if spoken[i] == heard[j] {
            found[j] = true;
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// How many of my words, and how many of theirs, are in what was heard as me; per thousand.
fn shares(call: &Call, heard: &[String]) -> (usize, usize) {
    let mine = aligned(&call.my_words, heard);
    let rest: Vec<String> = heard.iter().zip(&mine).filter(|(_, mine)| !**mine).map(|(word, _)| word.clone()).collect();
    let theirs = aligned(&call.their_words, &rest);
    let share = |found: &[bool], of: &[String]| found.iter().filter(|found| **found).count() * 1000 / of.len();
    (share(&mine, &call.my_words), share(&theirs, &call.their_words))
}

#[test]
fn with_loudspeakers_their_words_do_not_become_mine_and_mine_survive_while_both_talk() -> Result<()> {
    let call = call()?;
    let folder = Temporary::new("echo")?;
    let them = write(&folder, "them.wav", &call.them)?;
    let clean = write(&folder, "me.wav", &call.me)?;
    let microphone = write(&folder, "microphone.wav", &microphone(&call))?;

    // One side alone is not cancelled: this is what the model understands, and what an echo does to it.
    let (mine_clean, theirs_clean) = shares(&call, &heard_as_me(&clean, None)?);
    let (mine_raw, theirs_raw) = shares(&call, &heard_as_me(&microphone, None)?);
    let heard = heard_as_me(&microphone, Some(&them))?;
    let (mine, theirs) = shares(&call, &heard);
    println!("per thousand words      mine survive  theirs in mine");
    println!("without an echo              {mine_clean:5}           {theirs_clean:5}");
    println!("with it, not cancelled       {mine_raw:5}           {theirs_raw:5}");
    println!("with it, cancelled           {mine:5}           {theirs:5}");
    assert!(theirs_raw > 200, "the echo is strong enough to be understood: {theirs_raw}");
    assert!(theirs <= 50, "{theirs} of 1000 of their words are heard as mine: {heard:?}");
    // Of those that the model understands at all.
    let survived = mine * 1000 / mine_clean;
    assert!(survived >= 950, "{survived} of 1000 of my words survive: {heard:?}");
    Ok(())
}
