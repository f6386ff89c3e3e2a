use super::*;

const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

/// A frame as a client sends it.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    match payload.len() {
        len @ 0..=125 => out.push(0x80 | u8::try_from(len).unwrap()),
        len @ 126..=0xFFFF => {
            out.push(0x80 | 126);
            out.extend(u16::try_from(len).unwrap().to_be_bytes());
        }
        len => {
            out.push(0x80 | 127);
            out.extend((len as u64).to_be_bytes());
        }
    }
    out.extend(MASK);
    out.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, key)| byte ^ key));
    out
}

fn read(bytes: &[u8]) -> Result<Vec<Incoming>, Violation> {
    let mut inbound = Inbound::default();
    inbound.feed(Bytes::copy_from_slice(bytes));
    let mut all = Vec::new();
    while let Some(incoming) = inbound.next_frame()? {
        all.push(incoming);
    }
    Ok(all)
}

fn text(text: &str) -> Incoming {
    Incoming::Text(Bytes::copy_from_slice(text.as_bytes()))
}

#[test]
fn the_example_of_the_standard_reads_hello() {
    let bytes = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58];
    assert_eq!(read(&bytes), Ok(vec![text("Hello")]));
}

#[test]
fn frames_survive_any_cut_of_the_stream() {
    let long = "好".repeat(20_000);
    let stream =
        [frame(0x81, b""), frame(0x81, &[b'a'; 200]), frame(0x89, b"p"), frame(0x81, long.as_bytes())];
    let expected = [text(""), text(&"a".repeat(200)), Incoming::Ping(Bytes::from_static(b"p")), text(&long)];
    for step in [1, 2, 3, 7, 64, 1000, 100_000] {
        let mut inbound = Inbound::default();
        let mut all = Vec::new();
        for piece in stream.concat().chunks(step) {
            inbound.feed(Bytes::copy_from_slice(piece));
            while let Some(incoming) = inbound.next_frame().unwrap() {
                all.push(incoming);
            }
        }
        assert_eq!(all, expected, "in pieces of {step}");
        assert_eq!(inbound.buffer.capacity(), 0, "an idle socket keeps a buffer");
    }
}

#[test]
fn a_message_in_parts_is_joined_around_control_frames() {
    let stream = [frame(0x01, b"one "), frame(0x89, b"?"), frame(0x00, b"two "), frame(0x80, b"three")];
    let expected = vec![Incoming::Ping(Bytes::from_static(b"?")), text("one two three")];
    assert_eq!(read(&stream.concat()), Ok(expected));
}

#[test]
fn what_the_standard_forbids_breaks_the_socket() {
    let cases: [(&str, Vec<u8>); 9] = [
        ("no mask", vec![0x81, 0x01, b'a']),
        ("a reserved bit", frame(0xC1, b"a")),
        ("an unknown opcode", frame(0x83, b"a")),
        ("an unknown control opcode", frame(0x8B, b"a")),
        ("a ping in parts", frame(0x09, b"a")),
        ("a long ping", frame(0x89, &[0; 126])),
        ("a continuation of nothing", frame(0x80, b"a")),
        ("a new message inside another", [frame(0x01, b"a"), frame(0x81, b"b")].concat()),
        ("half a close code", frame(0x88, &[3])),
    ];
    for (name, bytes) in cases {
        assert_eq!(read(&bytes), Err(Violation::Broken), "{name}");
    }
    assert_eq!(read(&frame(0x88, &1005_u16.to_be_bytes())), Err(Violation::Broken));
    assert_eq!(read(&frame(0x88, &4000_u16.to_be_bytes())), Ok(vec![Incoming::Close]));
}

#[test]
fn a_huge_announced_length_is_refused_before_anything_arrives() {
    for len in [MAX_FRAME as u64 + 1, u64::from(u32::MAX), u64::MAX] {
        let mut bytes = vec![0x81, 0x80 | 127];
        bytes.extend(len.to_be_bytes());
        assert_eq!(read(&bytes), Err(Violation::TooLarge), "{len}");
    }
    assert_eq!(read(&frame(0x81, &vec![b'a'; MAX_FRAME])).map(|all| all.len()), Ok(1));
}

#[test]
fn a_message_in_parts_is_bounded() {
    let part = vec![b'a'; MAX_FRAME];
    let mut stream = frame(0x01, &part);
    for _ in 0..4 {
        stream.extend(frame(0x00, &part));
    }
    assert_eq!(read(&stream), Err(Violation::TooLarge));
    let endless: Vec<u8> = std::iter::repeat_n(frame(0x00, b""), 10_000).flatten().collect();
    assert_eq!(read(&[frame(0x01, b""), endless].concat()), Ok(vec![]));
}
