//! Writes small PDFs, as plain as the format allows.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A page's content, and the filter that it is packed with: empty for none.
pub struct Content {
    pub bytes: Vec<u8>,
    pub filter: &'static str,
}

impl From<String> for Content {
    fn from(operators: String) -> Self {
        Self { bytes: operators.into_bytes(), filter: "" }
    }
}

/// A PDF with these pages, in A4 and Helvetica.
pub fn pdf(pages: Vec<Content>) -> Vec<u8> {
    let numbers: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", numbers.join(" "), pages.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    for (number, Content { bytes, filter }) in pages.into_iter().enumerate() {
        let content = 5 + 2 * number;
        let resources = "/Resources << /Font << /F 3 0 R >> >>";
        let page =
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R {resources} >>");
        objects.push(page.into_bytes());
        let head = format!("<< /Length {} {filter} >>\nstream\n", bytes.len());
        objects.push([head.as_bytes(), &bytes, b"\nendstream"].concat());
    }
    file(&objects)
}

fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(file.len());
        file.extend(format!("{number} 0 obj\n").bytes().chain(object.iter().copied()).chain(*b"\nendobj\n"));
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    offsets.iter().for_each(|offset| file.extend(format!("{offset:010} 00000 n \n").bytes()));
    let trailer = format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.extend(trailer.bytes());
    file
}

/// Operators that show lines of text from the top of a page.
pub fn lines(lines: &[String]) -> Content {
    let shown = lines.iter().zip(0..).map(|(line, at)| format!("BT /F 11 Tf 60 {} Td ({line}) Tj ET\n", 780 - at * 14));
    shown.collect::<String>().into()
}

/// Packs a pattern again and again, `megabytes` in all.
pub fn packed(pattern: &[u8], megabytes: usize) -> Content {
    let block = pattern.repeat((1 << 20) / pattern.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("content", SimpleFileOptions::default().large_file(true)).unwrap();
    (0..megabytes).for_each(|_| zip.write_all(&block).unwrap());
    let mut archive = ZipArchive::new(zip.finish().unwrap()).unwrap();
    // Inside of a zip lies what a PDF's stream is, without its two bytes of head.
    let mut bytes = vec![0x78, 0x9c];
    archive.by_index_raw(0).unwrap().read_to_end(&mut bytes).unwrap();
    Content { bytes, filter: "/Filter /FlateDecode" }
}
