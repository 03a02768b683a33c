import { describe, expect, it } from 'vitest'
import type { CombinatorDeclaration, Item } from './ast.ts'
import { link } from './link.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { positionAt } from './source.ts'

function read(text: string): readonly Item[] {
  const { ast, errors } = parse(text)
  expect(errors).toEqual([])
  return ast.items
}

function canonical(text: string): string {
  const { ast, errors } = parse(text)
  expect(errors).toEqual([])
  return print(ast)
}

/** Errors as `line:column code message`. */
function complaints(text: string): string[] {
  return parse(text).errors.map(({ span, code, message }) => {
    const { line, column } = positionAt(span.source, span.start)
    return `${line}:${column} ${code} ${message}`
  })
}

describe('the language, by the examples of its documentation', () => {
  // Each is taken from TL-formal ("Predefined identifiers"), TL-combinators or TL-dependent.
  it.each([
    'int ? = Int;',
    'boolFalse = Bool;',
    'boolStat statTrue:int statFalse:int statUnknown:int = BoolStat;',
    'vector {t:Type} # [ t ] = Vector t;',
    'tuple {t:Type} {n:#} [ t ] = Tuple t n;',
    'vectorTotal {t:Type} total_count:int vector:%(Vector t) = VectorTotal t;',
    'resultTrue {t:Type} result:t = Maybe t;',
    'map {X:Type} {Y:Type} key:X value:Y = Map X Y;',
    'Empty False;',
    'cons {X:Type} hd:X tl:(list X) = List X;',
    'typed_list (X:Type) (l:list X) = TypedList;',
    'matrix {m n:#} a:m*[ n*[ double ] ] = Matrix m n;',
    'tcons {X:Type} {n:#} hd:X tl:%(Tuple X n) = Tuple X (S n);',
    'more {n:#} rest:(n+1)*[ int ] = More n;',
    'aux_type {n:#} (_:%Tuple double n) = AuxType n;',
    'user {fields:#} id:int friends:fields.2?%(Vector int) = User fields;',
    'optional {n:#} x:n?int = Optional n;',
    'Vector int;',
    'vector int;',
    'New Shape;',
    'Final Shape;',
    '_ x:int = Anonymous;',
    'lists.get#12345678 id:int = lists.Result;',
    'future_salts#ae500895 salts:vector<future_salt> = FutureSalts;',
    'nested x:Vector<Vector<Pair<int,%Message>>> = Nested;',
    'invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X;',
    'int256 8*[ int ] = Int256;',
    'a.b.c#12345678 x:int y:d.e.f z:Vector<a.b.C> = a.b.C;',
  ])('%s', (definition) => {
    expect(canonical(definition)).toBe(`${definition}\n`)
  })

  it('takes nothing but a name as what is applied in a declaration without a result', () => {
    expect(complaints('A+Empty False;')).toEqual(['1:1 bad-name only a name is applied to something here'])
  })

  it('takes conditions in parentheses, as TL-combinators writes them', () => {
    expect(canonical('user {f:#} name:(f.0?string) = User f;')).toBe('user {f:#} name:f.0?string = User f;\n')
  })

  it('takes a function among the types by its exclamation mark', () => {
    const [item] = read('getUser flags:# id:int = !UserInfo flags;')
    expect(item).toMatchObject({ kind: 'combinator', isFunction: true })
  })

  it('reads layout of any kind as one space', () => {
    expect(canonical('  a#1f  x : int\r\n\ty:\nlong =A\n;b=B;')).toBe('a#0000001f x:int y:long = A;\nb = B;\n')
  })

  it('completes constructor numbers to eight digits and writes them in small letters', () => {
    expect(canonical('a#5162463 = A; b#ABCDEF01 = B;')).toBe('a#05162463 = A;\nb#abcdef01 = B;\n')
  })

  it('reads sections in any order and number', () => {
    const kinds = read('a = A; ---functions--- f = A; --- types --- b = B;').map((item) => item.kind)
    expect(kinds).toEqual(['combinator', 'section', 'combinator', 'section', 'combinator'])
  })

  it('keeps comments with the definition that they are about', () => {
    const text = [
      '// LAYER 5',
      '',
      '---types---',
      '',
      '// above a',
      'a = A; // behind a',
      '',
      '/* above b,',
      '   on two lines */',
      'b = B; /* one */ // two',
      '// the end',
      '',
    ].join('\n')
    expect(canonical(text)).toBe(text)
    expect(read(text).filter((item) => item.kind === 'combinator')).toMatchObject([
      { comments: [{ text: 'above a' }], trailing: [{ text: 'behind a' }] },
      { comments: [{ style: 'block' }], trailing: [{ text: 'one' }, { text: 'two' }] },
    ])
  })

  it('moves a comment inside a definition above it', () => {
    expect(canonical('a x:int // why\n y:int = A;')).toBe('// why\na x:int y:int = A;\n')
  })

  it('says where each node is', () => {
    const text = 'a = A;\nuser#1 id:long = User;'
    const [, item] = read(text)
    const { name, args } = item as CombinatorDeclaration
    expect(text.slice(name.span.start, name.span.end)).toBe('user')
    expect(text.slice(args[0]?.span.start, args[0]?.span.end)).toBe('id:long')
  })
})

describe('syntax errors', () => {
  it.each([
    ['user id:long User;', '1:18 unexpected-token expected `=` and the result type after the fields, found `;`'],
    ['user id: = User;', '1:10 unexpected-token expected a type, found `=`'],
    ['user = user;', '1:8 unexpected-token expected the result type, found `user`'],
    ['User = User;', '1:1 bad-name a definition begins with a small letter'],
    ['user#xyz = User;', '1:5 bad-number `#xyz` is not a constructor number'],
    ['user#123456789 = User;', '1:5 bad-number `#123456789` is not a constructor number'],
    ['user x:flags.?int = User;', '1:14 unexpected-token expected the number of a bit, found `?`'],
    ['user x:flags.0int = User;', '1:14 bad-name `0int` is not a name'],
    ['user x:flags.0 int = User;', '1:16 unexpected-token expected `?` after the number of the bit, found `int`'],
    ['user x:Vector<int = User;', '1:19 unexpected-token expected `>` to close the arguments of `Vector`, found `=`'],
    ['user x:(Vector int = User;', '1:20 unexpected-token expected `)` to close the parenthesis, found `=`'],
    ['user 4*[ int = User;', '1:14 unexpected-token expected `]` to close the repetition, found `=`'],
    ['user {X} = User;', '1:8 unexpected-token expected `:` after the names of the type parameters, found `}`'],
    ['user x:int {X:Type} = User;', '1:12 unexpected-token expected a field or `=`, found `{`'],
    ['---methods---', '1:4 unexpected-token expected `types` or `functions` after `---`, found `methods`'],
    ['user a.b:int = User;', '1:6 bad-name `a.b` cannot name a field: it has a namespace'],
    [
      'user x:99999999999*[ int ] = User;',
      '1:8 bad-number 99999999999 is too large: a number in TL is at most 2147483647',
    ],
    ['2user = User;', '1:1 bad-name `2user` is not a name'],
    ['user ~ id:int = User;', '1:6 unexpected-character `~` has no meaning in TL'],
    ['user id:int = User; /* never closed', '1:21 unterminated-comment this comment has no end'],
    ['user id:int = User', '1:19 missing-semicolon expected `;` at the end of the definition'],
    ['user id:int =', '1:14 unexpected-token expected the result type, found the end of the file'],
  ])('%s', (text, complaint) => {
    expect(complaints(text)[0]).toBe(complaint)
  })

  it('names the missing semicolon on its own line, and reads the next definition', () => {
    const { ast, errors } = parse('a = A\nb#1 = B;\nc = C\nd x:int = D;')
    expect(errors.map(({ code }) => code)).toEqual(['missing-semicolon', 'missing-semicolon'])
    expect(errors.map(({ span }) => positionAt(span.source, span.start))).toEqual([
      { line: 1, column: 6 },
      { line: 3, column: 6 },
    ])
    expect(ast.items.map((item) => item.kind === 'combinator' && item.name.text)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('reports all errors of a file in one run and keeps what is right', () => {
    const { ast, errors } = parse('a x: = A;\nb = B;\nc y:int C;\n---function---\nd = D;\ne z:( = E;\nf = B;')
    expect(errors.map(({ span }) => positionAt(span.source, span.start).line)).toEqual([1, 3, 4, 6])
    expect(ast.items.map((item) => (item.kind === 'combinator' ? item.name.text : item.kind))).toEqual([
      'b',
      'section',
      'd',
      'f',
    ])
  })

  it('suggests the section that was meant', () => {
    expect(parse('---function---').errors[0]?.hint).toBe('did you mean `---functions---`?')
  })

  it('survives types that nest without end', () => {
    expect(complaints(`a x:${'('.repeat(100_000)}`)[0]).toMatch(/nested-too-deep/)
    expect(complaints(`a ${'['.repeat(100_000)}`)[0]).toMatch(/nested-too-deep/)
    expect(complaints(`a x:${'%'.repeat(100_000)}`)[0]).toMatch(/nested-too-deep/)
    expect(complaints(`a x:${'A<'.repeat(100_000)}`)[0]).toMatch(/nested-too-deep/)
  })
})

describe('what is not as it should be', () => {
  it.each([
    'a = A\nb x:int = B;\nc = C;',
    'a x:int = A\n\nb y:A = B;\nc z:B = C;',
    'a x:Vector<int> = A\nb x:int y:A = B;\nc = C;',
  ])('a missing semicolon costs one error, and no definition: %s', (text) => {
    const { ast, errors } = parse(text)
    const { diagnostics, schema } = link(ast)
    expect([...errors, ...diagnostics].map(({ code }) => code)).toEqual(['missing-semicolon'])
    expect(schema.constructors.map(({ name }) => name)).toContain('b')
    expect(schema.constructors[0]?.result).toEqual({ kind: 'boxed', type: 'A', args: [] })
  })

  it('modifiers of VK are a warning each, and the definitions stay', () => {
    const { ast, errors } = parse('@any a = A;\n@read @any b x:int = B;\n@write\nc = C;')
    expect(errors).toHaveLength(4)
    for (const error of errors) expect(error).toMatchObject({ severity: 'warning', code: 'unknown-modifier' })
    expect(link(ast).diagnostics).toEqual([])
    expect(ast.items).toHaveLength(3)
  })
})

describe('comments', () => {
  it('stay as they are, with what is indented in them', () => {
    const text = [
      '//@description A shelf @open True, if it is open',
      '//-    a list',
      '//   deeper  ',
      'shelf open:Bool = Shelf; //@behind',
      '/*',
      ' * of   several',
      '     lines',
      ' */',
      'a = A;',
      '',
      '//',
      '//@last',
      '',
    ].join('\n')
    expect(print(parse(text).ast)).toBe(text.replace('deeper  ', 'deeper'))
  })
})
