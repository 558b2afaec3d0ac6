//! Drawings as SVG: a document that others read, with every point, every word, and a picture below.

use hourglass::plot::{Below, Sheet};
use roxmltree::{Document, Node};

use super::*;

/// Six tenths of the size a letter.
fn measure(text: &str, size: f64, _: bool) -> f64 {
    0.6 * size * text.chars().count() as f64
}

fn sheet<'a>(title: &'a str, below: Option<Below<'a>>) -> Sheet<'a> {
    Sheet {
        width: 500,
        height: 240,
        title,
        description: "two curves & a word",
        paper: PAPER,
        measure: &measure,
        below,
    }
}

fn elements<'a>(document: &'a Document<'a>, name: &str) -> Vec<Node<'a, 'a>> {
    let all = document.descendants();
    all.filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
        .collect()
}

fn texts(document: &Document) -> Vec<String> {
    let words = elements(document, "text").into_iter();
    let seen = words.filter(|node| node.attribute("aria-hidden").is_none());
    seen.filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().unwrap()).collect()
}

#[test]
fn a_loss_chart_is_a_document_with_its_curves_and_its_words() {
    let points = [0.0, 0.2, 100.0, 0.1, 300.0, 0.05];
    let curves = [curve("<held-out> & \"more\"\u{1}", RED, &points)];
    let panel = |curves| Panel {
        curves,
        log: false,
        y_label: "error",
    };
    let chart = LossChart {
        upper: panel(&curves),
        lower: panel(&[]),
        x_label: "step",
        marks: &[],
        look: look(Sheet::SCALE),
    };
    let mut area = [0.0; 4];
    let text = sheet("Loss", None)
        .draw(|root| chart.draw(root).inspect(|layout| area = layout.area))
        .unwrap();
    let document = Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("width"), Some("500"));
    assert_eq!(root.attribute("viewBox"), Some("0 0 4000 1920"));
    let first: Vec<_> = root.children().filter(Node::is_element).take(2).collect();
    assert_eq!(first[0].text(), Some("Loss"));
    assert_eq!(first[1].text(), Some("two curves & a word"));
    let red = elements(&document, "polyline").into_iter();
    let red: Vec<_> = red
        .filter(|node| node.attribute("stroke") == Some("#C81E1E"))
        .collect();
    assert_eq!(red.len(), 1, "one curve");
    let drawn = numbers(red[0].attribute("points").unwrap());
    let across = |step: f64| 8.0 * (area[0] + (area[2] - area[0]) * step / 300.0);
    for (place, step) in [0.0, 100.0, 300.0].into_iter().enumerate() {
        assert!((drawn[2 * place] - across(step)).abs() <= 1.0, "{drawn:?}");
    }
    // It is drawn from 0, and halves each time.
    let height = |place: usize| 8.0 * area[3] - drawn[2 * place + 1];
    assert!((height(0) - 2.0 * height(1)).abs() <= 2.0, "{drawn:?}");
    let words = texts(&document);
    for wanted in ["error", "step", "100", "<held-out> & \"more\" "] {
        assert!(
            words.iter().any(|word| word == wanted),
            "{wanted}: {words:?}"
        );
    }
}

#[test]
fn a_map_has_a_circle_for_each_point_a_halo_and_a_picture_below() {
    let places = [0.0, 0.0, 1.0, 1.0, -1.0, 0.5];
    let colors = [opaque(RED), opaque(GREEN)];
    let map = LatentMap {
        points: &places,
        hollow_from: 3,
        labels: Some(&[0, 1, 1]),
        colors: &colors,
        glyphs: &["zero", "one"],
        range: [-2.0, 2.0, -2.0, 2.0],
        rows: &[],
        x_label: "first",
        y_label: "second",
        is_transparent: true,
        look: look(Sheet::SCALE),
    };
    let below = Below {
        href: "data:image/png;base64,AAAA",
        range: [-2.0, 2.0, -2.0, 2.0],
        alpha: 0.75,
    };
    let mut area = [0.0; 4];
    let text = sheet("Map", Some(below))
        .draw(|root| map.draw(root).inspect(|layout| area = layout.area))
        .unwrap();
    let document = Document::parse(&text).unwrap();
    let circles = elements(&document, "circle");
    let of = |color| {
        circles
            .iter()
            .filter(move |node| node.attribute("fill") == Some(color))
    };
    assert_eq!(of("#C81E1E").count(), 1);
    assert_eq!(of("#1E8C3C").count(), 2);
    let center = of("#C81E1E").next().unwrap();
    let at = |name| center.attribute(name).unwrap().parse::<f64>().unwrap() / 8.0;
    assert!((at("cx") - f64::midpoint(area[0], area[2])).abs() <= 0.2);
    assert!((at("cy") - f64::midpoint(area[1], area[3])).abs() <= 0.2);
    let names = elements(&document, "text").into_iter();
    let names: Vec<_> = names.filter(|node| node.text() == Some("zero")).collect();
    assert_eq!(names.len(), 2, "a halo, and the name on it");
    assert_eq!(names[0].attribute("stroke"), Some("#ffffff"));
    assert_eq!(names[1].attribute("stroke"), None);
    let image = elements(&document, "image")[0];
    let edge = |name| image.attribute(name).unwrap().parse::<f64>().unwrap() / 8.0;
    assert!((edge("x") - area[0]).abs() < 1e-6 && (edge("y") - area[1]).abs() < 1e-6);
    assert!((edge("width") - (area[2] - area[0])).abs() < 1e-6);
    let order = |name| text.find(name).unwrap();
    assert!(order("<rect width") < order("<image") && order("<image") < order("<circle"));
}

#[test]
fn a_sheet_beyond_all_bounds_is_refused_in_words() {
    let huge = Sheet {
        width: 100_000,
        ..sheet("Loss", None)
    };
    let error = huge.draw(|_| unreachable!("nothing is drawn")).unwrap_err();
    assert!(error.to_string().contains("100000 × 240 pixels"), "{error}");
}
