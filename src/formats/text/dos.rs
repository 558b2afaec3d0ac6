//! The code pages of DOS that no browser has a table of, from 0x80 on. Each byte has a character of its own.

/// Code page 437, which the ZIP format names for texts that say nothing of themselves.
const CP_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// Code page 850, that of Western Europe.
const CP_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Bytes as text in code page 437.
pub fn cp437(bytes: &[u8]) -> String {
    decode(CP_437, bytes)
}

/// Bytes as text in code page 850.
pub fn cp850(bytes: &[u8]) -> String {
    decode(CP_850, bytes)
}

fn decode(upper: &str, bytes: &[u8]) -> String {
    let upper: Vec<char> = upper.chars().collect();
    let character = |&byte: &u8| match byte {
        0x80.. => upper[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    bytes.iter().map(character).collect()
}
