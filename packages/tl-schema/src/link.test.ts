import { describe, expect, it } from 'vitest'
import type { Dialect } from './dialect.ts'
import { formatParam, formatType } from './format-linked.ts'
import { link } from './link.ts'
import type { LinkedSchema } from './linked-schema.ts'
import { parse } from './parse.ts'
import { positionAt } from './source.ts'

function linked(text: string): LinkedSchema {
  const { ast, errors } = parse(text)
  const { schema, diagnostics } = link(ast)
  expect([...errors, ...diagnostics].filter(({ severity }) => severity === 'error')).toEqual([])
  return schema
}

/** Findings as `severity code line:column message (hint)`. */
function findings(text: string): string[] {
  const { ast, errors } = parse(text)
  expect(errors).toEqual([])
  return link(ast).diagnostics.map(({ severity, code, span, message, hint }) => {
    const { line, column } = positionAt(span.source, span.start)
    return `${severity} ${code} ${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`
  })
}

describe('linking', () => {
  it('resolves every kind of type', () => {
    const schema = linked(`
      message msg_id:long = Message;
      pair {X:Type} {Y:Type} a:X b:Y = Pair X Y;
      tuple {t:Type} {n:#} [ t ] = Tuple t n;
      all n:# a:int b:Vector<long> c:vector<message> d:%Message e:Message f:%(Vector bytes) g:Object
        h:(Pair int Message) i:Tuple<int,(n+1)> j:true k:Bool l:4*[ x:int Message ] m:n*[ int ] o:%True = All;`)
    expect(schema.byName.get('all')?.params.map(formatParam)).toEqual([
      'n:#',
      'a:int',
      'b:Vector<long>',
      'c:vector<message>',
      'd:message',
      'e:Message',
      'f:vector<bytes>',
      'g:Object',
      'h:Pair<int,Message>',
      'i:Tuple<int,(n+1)>',
      'j:true',
      'k:Bool',
      'l:4*[ x:int arg2:Message ]',
      'm:n*[ arg1:int ]',
      'o:true',
    ])
    expect(schema.byName.get('all')?.params[4]?.type).toEqual({
      kind: 'bare',
      type: 'Message',
      constructor: 'message',
      args: [],
    })
  })

  it('knows type variables, queries and their results', () => {
    const schema = linked('---functions--- wrap {X:Type} layer:int query:!X = X; list {t:Type} of:t = Vector t;')
    const wrap = schema.byName.get('wrap')
    expect(wrap?.generics).toEqual([{ name: 'X', kind: 'Type' }])
    expect(wrap?.params[1]?.type).toEqual({ kind: 'generic', name: 'X', isQuery: true })
    expect(wrap?.result).toEqual({ kind: 'generic', name: 'X', isQuery: false })
    expect(formatType(schema.methods[1]?.result ?? { kind: 'nat', value: 0 })).toBe('Vector<t>')
  })

  it('tells flag words from other numbers', () => {
    const schema = linked('a flags:# n:# more:# x:flags.1?int y:more.0?true z:n?int flags2:# = A;')
    expect(schema.constructors[0]?.params.map(({ name, isFlagWord }) => [name, isFlagWord])).toEqual([
      ['flags', true],
      ['n', false],
      ['more', true],
      ['x', false],
      ['y', false],
      ['z', false],
      ['flags2', false],
    ])
    expect(schema.constructors[0]?.params[3]?.condition).toEqual({ flags: 'flags', bit: 1 })
    expect(schema.constructors[0]?.params[5]?.condition).toEqual({ flags: 'n', bit: undefined })
  })

  it('lets a field have the name of a type', () => {
    const schema = linked('geoPoint long:double lat:double access_hash:long = GeoPoint;')
    expect(schema.constructors[0]?.params.map(formatParam)).toEqual(['long:double', 'lat:double', 'access_hash:long'])
  })

  it('takes numbers as written and computes those that are not', () => {
    const schema = linked('boolTrue = Bool; user#00000001 = User;')
    expect(schema.byName.get('boolTrue')?.id).toBe(0x997275b5)
    expect(schema.byName.get('user')?.id).toBe(1)
    expect(schema.byId.get(1)?.name).toBe('user')
    expect(schema.byName.get('boolTrue')?.definition).toBe('boolTrue#997275b5 = Bool;')
  })

  it('leaves out declarations of what is built in', () => {
    const schema = linked('int ? = Int; int128 4*[ int ] = Int128; vector {t:Type} # [ t ] = Vector t; a = A;')
    expect(schema.constructors.map(({ name }) => name)).toEqual(['a'])
    expect(schema.types.get('Int')).toEqual([])
  })

  it('groups constructors by type, and takes the layer from its comment', () => {
    const schema = linked('// LAYER 42\na = T; ns.b = ns.U; c = T; ---functions--- get = T;')
    expect(schema.layer).toBe(42)
    expect(schema.types.get('T')?.map(({ name }) => name)).toEqual(['a', 'c'])
    expect(schema.types.get('ns.U')?.[0]?.namespace).toBe('ns')
    expect(schema.methods.map(({ name }) => name)).toEqual(['get'])
  })

  it('takes all but the last part of a name as its namespace', () => {
    const { schema, diagnostics } = link(parse('a.b.c x:int = a.b.C;\nd y:a.b.C z:a.b.c = D;').ast)
    expect(diagnostics).toEqual([])
    expect(schema.byName.get('a.b.c')).toMatchObject({ namespace: 'a.b', result: { type: 'a.b.C' } })
    const [boxed, bare] = schema.byName.get('d')?.params ?? []
    expect(boxed?.type).toMatchObject({ kind: 'boxed', type: 'a.b.C' })
    expect(bare?.type).toMatchObject({ kind: 'bare', constructor: 'a.b.c' })
  })

  it('links several files into one schema', () => {
    const [a, b] = ['a x:B = A;', 'b = B;'].map((text, index) => parse(text, `${index}.tl`).ast)
    expect(a && b && link([a, b]).diagnostics).toEqual([])
  })
})

describe('what the linker finds', () => {
  it.each([
    [
      'unknown types, with the one that was meant',
      'user = User; a x:Usr y:Vector<Strin> z:Int = A;',
      [
        'error unknown-type 1:18 unknown type `Usr` (did you mean `User`?)',
        'error unknown-type 1:31 unknown type `Strin` (did you mean `string`?)',
        'error unknown-type 1:40 unknown type `Int` (did you mean `int`?)',
      ],
    ],
    [
      'unknown bare types',
      'salt = Salt; a x:vector<slat> = A;',
      ['error unknown-type 1:25 unknown type `slat` (did you mean `salt`?)'],
    ],
    ['two definitions of one name', 'a = A; a x:int = A;', ['error duplicate-name 1:8 `a` is defined twice']],
    [
      'a constructor and a method of one name',
      'a = A; ---functions--- a x:int = A;',
      ['error duplicate-name 1:24 `a` is defined twice'],
    ],
    [
      'a number used twice',
      'a#1 = A; b#1 = A;',
      [
        'warning number-mismatch 1:2 #00000001 is not the CRC-32 of this definition, which is #7aae25b9 (either the text or the number has a slip, unless the protocol fixed this number by hand)',
        'error duplicate-number 1:11 `b` has the number #00000001 of `a`',
        'warning number-mismatch 1:11 #00000001 is not the CRC-32 of this definition, which is #3d0e5f69 (either the text or the number has a slip, unless the protocol fixed this number by hand)',
      ],
    ],
    [
      'a condition before its flag word',
      'a x:flags.0?int flags:# = A;',
      [
        'error condition-before-flags 1:5 `flags` is tested before it is read (move `flags:#` before the fields that test it)',
      ],
    ],
    [
      'a condition on a field that is not there',
      'a flags:# x:flgs.0?int y:word.1?int = A;',
      [
        'error unknown-name 1:13 there is no field `flgs` to test (did you mean `flags`?)',
        'error unknown-name 1:26 there is no field `word` to test (add `word:#` before this field)',
      ],
    ],
    [
      'a condition on a field that is no number',
      'a x:int y:x.0?int = A;',
      ['error condition-on-other-type 1:11 `x` is not of type `#`, so its bits cannot be tested'],
    ],
    [
      'a bit that no word has',
      'a f:# x:f.32?int = A;',
      ['error bit-out-of-range 1:11 a flag word has bits 0 to 31, not 32'],
    ],
    [
      'a bit used twice, except by `true` fields',
      'a flags:# t:flags.0?true x:flags.0?int u:flags.0?true y:flags.0?string z:flags.1?int = A;',
      [
        'note shared-flag-bit 1:55 `y` and `x` share the bit `flags.0` (that is right if they are always present together; otherwise give one of them a bit of its own)',
      ],
    ],
    [
      'a field name used twice',
      'a x:int x:long = A;',
      ['error duplicate-field 1:9 `x` is already the name of a field here'],
    ],
    [
      'a result that nothing constructs',
      'shape = Shape; ---functions--- f = Shap; g = Void;',
      [
        'warning type-without-constructors 1:36 no constructor makes a `Shap` (did you mean `Shape`?)',
        'warning type-without-constructors 1:46 no constructor makes a `Void` (if its values are built outside TL, say so: `Empty Void;`)',
      ],
    ],
    [
      'a bare type of several constructors',
      'a = T; b = T; c x:%T y:%Bool = C; boolTrue = Bool; boolFalse = Bool;',
      [
        'error ambiguous-bare-type 1:19 `%T` needs exactly one constructor, `T` has 2 (name the constructor that is meant, such as `a`)',
        'error ambiguous-bare-type 1:24 `%Bool` needs exactly one constructor, `Bool` has 2 (name the constructor that is meant, such as `boolTrue`)',
      ],
    ],
    [
      'too few and too many arguments',
      'a x:Vector y:int<int> z:Vector<int,int> = A; box {t:Type} x:t = Box t; b y:Box z:(Box int int) = B;',
      [
        'error wrong-arguments 1:5 `Vector` takes one argument, here it has none (as in `Vector<int>`)',
        'error wrong-arguments 1:14 `int` takes no argument, here it has 1',
        'error wrong-arguments 1:25 `Vector` takes one argument, here it has 2 (as in `Vector<int>`)',
        'error wrong-arguments 1:76 `Box` takes one argument, here it has none',
        'error wrong-arguments 1:83 `Box` takes one argument, here it has 2',
      ],
    ],
    [
      'numbers for types and types for numbers',
      'a {n:#} x:n y:4 = A n; tuple {t:Type} {n:#} [ t ] = Tuple t n; b x:Tuple<int,int> y:Type z:!int = B;',
      [
        'error wrong-kind 1:11 `n` is a number, not a type',
        'error wrong-kind 1:15 a number stands where a type is wanted',
        'error wrong-kind 1:78 a number is wanted here: a constant, a `#` field before, or one of them plus a constant',
        'error wrong-kind 1:85 `Type` is the type of types: only a parameter in braces can have it',
        'error wrong-kind 1:93 `!` needs a type variable, and `int` is none',
      ],
    ],
    [
      'a repetition without a number',
      'a [ int ] = A;',
      ['error unknown-name 1:3 this repetition has no number, and no `#` field stands before it (as in `4*[ int ]`)'],
    ],
    [
      'parameters of another type, and such as the result does not mention',
      'a {x:int} {t:Type} = A;',
      [
        'error wrong-kind 1:6 a parameter in braces is of type `Type` or `#` (as in `{X:Type}` or `{n:#}`)',
        'warning generic-unused 1:4 the result type does not mention `x` (a decoder cannot know its value; drop it, or give it to the result type)',
        'warning generic-unused 1:12 the result type does not mention `t` (a decoder cannot know its value; drop it, or give it to the result type)',
      ].sort((x, y) => Number(x.split(':')[1]?.split(' ')[0]) - Number(y.split(':')[1]?.split(' ')[0])),
    ],
    [
      'constructors of a closed type',
      'a = A; Final A; b = A; New B; c = B; d = C; New C; Empty D; e = D;',
      [
        'error final-type 1:17 `A` may have no constructor after `Final A;`',
        'error final-type 1:38 `C` may have no constructor before `New C;`',
        'error final-type 1:61 `D` may have no constructor after `Empty D;`',
      ],
    ],
    [
      'applications of what is not there',
      'Vector int; vctor int;',
      ['error unknown-type 1:13 unknown type `vctor` (did you mean `Vector`?)'],
    ],
    [
      'layer marks that say nothing',
      'a = A; // layers 5-3',
      [
        'warning bad-layer-mark 1:8 `layers 5-3` does not name layers (write `layers 133-176`, `layer 227` or `since 145`)',
      ],
    ],
  ])('%s', (_title, text, expected) => {
    expect(findings(text)).toEqual(expected)
  })

  it('is content with a type that `Empty` declares', () => {
    expect(findings('Empty HttpWait; ---functions--- http_wait = HttpWait;')).toEqual([])
  })

  it('accepts known numbers that are not the CRC-32 of their definition', () => {
    const { ast } = parse('odd#00000001 = Odd;')
    expect(link(ast, { knownNumbers: new Map([['odd', 1]]) }).diagnostics).toEqual([])
    expect(link(ast, { checkNumbers: false }).diagnostics).toEqual([])
    expect(link(ast).diagnostics.map(({ code }) => code)).toEqual(['number-mismatch'])
  })

  it('points to the first of two definitions', () => {
    const { ast } = parse('a = A;\na x:int = A;')
    const [related] = link(ast).diagnostics[0]?.related ?? []
    expect(related?.message).toBe('first defined here')
    expect(related && positionAt(related.span.source, related.span.start)).toEqual({ line: 1, column: 1 })
  })

  it('does not call unknown what stands in a part that could not be read', () => {
    const { ast, errors } = parse('a x: = A;\nb y:A z:Q = B;')
    expect(errors).toHaveLength(1)
    expect(link(ast).diagnostics.map(({ message }) => message)).toEqual(['unknown type `Q`'])
  })

  it('warns if two files disagree about the layer', () => {
    const programs = ['// LAYER 1\n', '// LAYER 2\n'].map((text, index) => parse(text, `${index}.tl`).ast)
    expect(link(programs).diagnostics.map(({ code }) => code)).toEqual(['layer-conflict'])
  })
})

describe('dialects', () => {
  const types = (text: string, dialect?: Dialect): unknown =>
    link(parse(text).ast, { dialect })
      .schema.byName.get('a')
      ?.params.map(({ type }) => formatType(type))

  it('have names built in where the file declares them, and only there', () => {
    expect(types('int32 = Int32;\nint53 ? = Int53;\na x:int32 y:int53 = A;')).toEqual(['int', 'int53'])
    expect(types('int32 x:int = Int32;\na x:int32 = A;')).toEqual(['int32'])
    expect(messages('a x:int32 y:float = A;')).toHaveLength(2)
  })

  it('have them built in without a declaration where the dialect is said', () => {
    expect(types('a x:int53 y:secureBytes = A;', 'ton')).toEqual(['int53', 'bytes'])
    expect(types('a x:float = A;', 'vk')).toEqual(['float'])
    expect(types('a x:float = A;', 'ton')).toEqual([])
  })

  it('decide how numbers are made that are not stated', () => {
    const id = (dialect?: Dialect): number | undefined =>
      link(parse('a x:bytes = A;').ast, { dialect }).schema.byName.get('a')?.id
    expect(id('telegram')).not.toBe(id())
    expect(id('ton')).toBe(id())
  })
})

describe('requests with one number', () => {
  it('are a warning, and the one that wraps another is found; constructors with one are an error', () => {
    const text = 'e = E;\n---functions---\nwithPrefix#1 = E;\nwith#1 {X:Type} query:!X = X;'
    const { schema, diagnostics } = link(parse(text).ast)
    expect(diagnostics.filter(({ code }) => code === 'duplicate-number')).toMatchObject([{ severity: 'warning' }])
    expect(schema.byId.get(1)?.name).toBe('with')
    expect(schema.methods).toHaveLength(2)
    const constructors = link(parse('a#1 = A;\nb#1 = A;').ast).diagnostics
    expect(constructors.filter(({ code }) => code === 'duplicate-number')).toMatchObject([{ severity: 'error' }])
  })
})

function messages(text: string): string[] {
  return link(parse(text).ast).diagnostics.map(({ message }) => message)
}
