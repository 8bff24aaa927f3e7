//! Reads files of a newer program as far as possible: unknown fields are removed from the text before it is
//! parsed. Such a project is read-only, so nothing is lost; unknown values are still refused.

/// An open bracket: its path, and whether it contains named fields.
struct Level {
    path: String,
    has_fields: bool,
}

/// A named field: the path of its brackets without keys, its name, and its range, including the comma after it.
struct Field<'a> {
    path: String,
    name: &'a str,
    start: usize,
    end: usize,
}

/// The text without an unknown field, removed everywhere with the same path as the field that ends before a byte.
pub(super) fn without(text: &str, name: &str, before: usize) -> Option<String> {
    let all = fields(text, name);
    let path = &all.iter().rfind(|field| field.start < before)?.path;
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for field in all.iter().filter(|field| field.path == *path && field.name == name) {
        // A field inside a removed field is removed with it.
        if field.start >= from {
            rest.push_str(text.get(from..field.start)?);
            // Line breaks stay, so that later messages name the right line.
            rest.extend(text.get(field.start..field.end)?.chars().filter(|letter| *letter == '\n'));
            from = field.end;
        }
    }
    rest.push_str(text.get(from..)?);
    Some(rest)
}

/// The byte offset of a line and a column, both counted from 1.
pub(super) fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

/// Every field with a name.
fn fields<'a>(text: &'a str, wanted: &str) -> Vec<Field<'a>> {
    let mut found: Vec<Field<'a>> = Vec::new();
    // Fields that have not ended yet, by depth.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut levels: Vec<Level> = Vec::new();
    let (mut at, mut word, mut field) = (0, "", "");
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let length = token(rest, first);
        let end = at + length;
        match first {
            '(' | '[' | '{' => {
                let above = levels.last().map_or("", |level| level.path.as_str());
                levels.push(Level { path: format!("{above}/{field}:{word}{first}"), has_fields: first == '(' });
                (word, field) = ("", "");
            }
            ')' | ']' | '}' => {
                close(&mut found, &mut open, levels.len(), at);
                levels.pop();
                (word, field) = ("", "");
            }
            ',' => {
                close(&mut found, &mut open, levels.len(), end);
                (word, field) = ("", "");
            }
            _ if first.is_alphabetic() || first == '_' => {
                let name = rest.get(..length).unwrap_or_default();
                let is_field = rest.get(length..).is_some_and(|after| after.trim_start().starts_with(':'))
                    && levels.last().is_some_and(|level| level.has_fields);
                (word, field) = if is_field { ("", name) } else { (name, field) };
                if is_field && name == wanted {
                    let path = levels.last().map(|level| level.path.clone()).unwrap_or_default();
                    open.push((levels.len(), found.len()));
                    found.push(Field { path, name, start: at, end: text.len() });
                }
            }
            _ => {}
        }
        at = end;
    }
    found
}

/// Ends the fields of this depth, because a value ends here.
fn close(found: &mut [Field<'_>], open: &mut Vec<(usize, usize)>, depth: usize, end: usize) {
    while let Some((_, index)) = open.pop_if(|(at, _)| *at >= depth) {
        if let Some(field) = found.get_mut(index) {
            field.end = end;
        }
    }
}

/// The length of a word, a text, a comment or a single character.
fn token(rest: &str, first: char) -> usize {
    let until = |start: usize, end: &str| {
        let found = rest.get(start..).and_then(|it| it.find(end));
        found.map_or(rest.len(), |at| start + at + end.len())
    };
    if rest.starts_with("//") {
        return until(2, "\n");
    }
    if rest.starts_with("/*") {
        return until(2, "*/");
    }
    if first == '"' || (first == '\'' && is_letter(rest)) {
        let mut escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if letter == first => return at + 1,
                _ => {}
            }
        }
        return rest.len();
    }
    let hashes = rest.strip_prefix('r').map_or(0, |it| it.len() - it.trim_start_matches('#').len());
    if first == 'r' && rest.get(1 + hashes..).is_some_and(|it| it.starts_with('"')) {
        return until(2 + hashes, &format!("\"{}", "#".repeat(hashes)));
    }
    if first.is_alphanumeric() || first == '_' {
        return rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
    }
    first.len_utf8()
}

/// Whether a quotation mark begins a character literal.
fn is_letter(rest: &str) -> bool {
    rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, name: &str) -> String {
        let at = text.find(name).unwrap() + name.len();
        without(text, name, at).unwrap()
    }

    #[test]
    fn a_field_is_removed_with_its_value_wherever_its_path_is_the_same() {
        let text = "(a: {1: (x: 1, y: [(x: 2)]), 2: (y: [], x: Q((x: \"),x:\", z: '}'))),}, b: (x: 3), x: 4)";
        assert_eq!(cut(text, "x"), "(a: {1: ( y: [(x: 2)]), 2: (y: [], ),}, b: (x: 3), x: 4)");
        assert_eq!(without("(x: r#\"\",)\"#, y: 1)", "x", 2).unwrap(), "( y: 1)");
        assert_eq!(
            without("(/* x: 1, */ y: 1, // x: )\n x: /*,*/ 2)", "x", 30).unwrap(),
            "(/* x: 1, */ y: 1, // x: )\n )"
        );
        assert_eq!(without("(x: [\n1,\n],\ny: 1)", "x", 2).unwrap(), "(\n\n\ny: 1)");
        assert_eq!(without("(y: 1)", "x", 5), None);
    }

    #[test]
    fn bytes_are_found_by_line_and_column() {
        assert_eq!(byte_at("é(\nab", 1, 2), 2);
        assert_eq!(byte_at("é(\nab", 2, 2), 5);
        assert_eq!(byte_at("é(\nab", 9, 9), 6);
    }
}
