/** What the compiler makes of the whole language: each schema here is generated, type-checked and run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Compiled, loadSchema, schemaFolder, typeCheck, writeSchema } from './compile-schema.ts'

const schemas = {
  dots: `
a.b.c#00000001 x:int = a.b.C;
a.b#00000002 y:a.b.C z:a.b.c = a.B;
---functions---
a.b.c.get#00000003 id:long = a.b.C;
`,
  flags: `
cap#00000001 version:int flags:# = Cap;
look#00000002 mode:# id:int lt:mode.1?long = Look;
usual#00000003 flags:# on:flags.0?true name:flags.2?string flags2:# far:flags2.31?int = Usual;
inner#00000004 flags:# flags2:flags.3?# x:flags2.0?int = Inner;
`,
  objects: `
int#a8509bda ? = Int;
string#b5286e24 ? = String;
packed#00000001 data:bytes = Object;
box#00000002 body:Object all:vector<Object> = Box;
message#00000003 msg_id:long seqno:int bytes:int body:Object = Message;
container#00000004 messages:vector<%Message> = Container;
numbers#00000005 boxed:Int bare:%Int list:Vector<String> plain:vector<%String> = Numbers;
---functions---
run#00000006 {X:Type} layer:int request:!X = X;
wrap#00000007 {X:Type} query:!X = X;
echo#00000008 x:Int = Int;
any#00000009 = Object;
`,
  repeats: `
hash#00000001 parts:4*[ int ] = Hash;
rows#00000002 n:# m:# cells:n*[ (m+1)*[ double ] ] = Rows;
pairs#00000003 n:# items:n*[ key:string value:long ] tail:# [ int ] = Pairs;
maybe#00000004 n:# x:n?int y:n?string = Maybe;
flagged#00000005 flags:# n:# items:n*[ id:int name:flags.0?string ] = Flagged;
matrix#00000007 m:# n:# a:m*[ n*[ double ] ] = Matrix;
nothings#00000008 list:vector<true> objects:vector<%Nothing> = Nothings;
nothing#00000009 = Nothing;
deep#00000006 n:# items:n*[ m:# flags:# y:flags.1?int x:m*[ int ] ] = Deep;
`,
  polymorphic: `
none {t:Type} = Maybe t;
some {t:Type} result:t = Maybe t;
tuple {t:Type} {n:#} [ t ] = Tuple t n;
pair {X Y:Type} x:X y:Y = Pair X Y;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
user {fields:#} id:int name:fields.0?string age:fields.2?int = User fields;
list.end {X:Type} = List X;
list.cons {X:Type} head:X tail:(List X) = List X;
all fields_mask:# one:(User fields_mask) many:(Vector %(User fields_mask)) three:(Tuple int 3) two:%(Tuple (Maybe long) 2) names:(Dictionary string) of:(Pair int (Maybe string)) numbers:(List int) n:# rest:%(Tuple string n) = All;
---functions---
find id:int = Maybe string;
`,
  names: `
first a_b:int aB:int r_:int r:int w:int v:int class:int = First;
class x:int = Class;
return.default y:int = return.New;
new z:int = New;
x.some q:bytes = a.X_Y;
x.other q:bytes a:a.X_Y b:a_X.Y = a_X.Y;
method = Method;
u c:bytes = Uint8Array;
n.u c:bytes d:n.Uint8Array = n.Uint8Array;
vector.int x:int = vector.Int;
lists a:vector<int> b:Vector<vector.Int> c:Vector<int> d:vector<vector.Int> = Lists;
query write_query:int read_any:int query:int = Query;
---functions---
delete in:int = New;
`,
  dialect: `
double ? = Double;
string ? = String;
float ? = Float;
int32 = Int32;
int53 = Int53;
int64 = Int64;
int256 8*[ int32 ] = Int256;
int512 16*[ int ] = Int512;
bytes = Bytes;
secureString = SecureString;
secureBytes = SecureBytes;
boolFalse = Bool;
boolTrue = Bool;
vector {t:Type} # [ t ] = Vector t;
chat id:int53 date:int32 key:int64 name:string hash:int256 sum:int512 pass:secureString salt:secureBytes ratio:double small:float parts:vector<bytes> on:Bool list:vector<int53> = Chat;
boxed a:Int32 b:%Int64 c:Bytes = Boxed;
---functions---
getInt x:int53 = Int53;
`,
  prefixes: `
error code:int = Error;
---functions---
withPrefix#dd289f8e id:string = Error;
with#dd289f8e {X:Type} id:string query:!X = X;
get#00000001 = Error;
`,
} as const

type Name = keyof typeof schemas
const compiled = new Map<Name, Compiled>()
const folder = schemaFolder()
const of = (name: Name): Compiled => {
  const found = compiled.get(name)
  if (found === undefined) throw new Error(`${name} was not compiled`)
  return found
}

beforeAll(async () => {
  for (const [name, text] of Object.entries(schemas)) writeSchema(folder.path, name, text)
  for (const name of Object.keys(schemas) as Name[]) compiled.set(name, await loadSchema(folder.path, name))
})
afterAll(() => folder.remove())

/** The value comes back, and the same bytes with it. */
function comesBack(name: Name, value: { _: string }, type?: string): Uint8Array {
  const codec = of(name)
  const bytes = codec.encode(value)
  const again = type === undefined ? codec.decodeObject(bytes) : codec.decode(type, bytes)
  expect(again).toEqual(value)
  expect(codec.encode(again)).toEqual(bytes)
  return bytes
}

const ints = (...numbers: number[]): Uint8Array => new Uint8Array(Int32Array.from(numbers).buffer)

it('what is generated compiles', { timeout: 120_000 }, async () => {
  const program = `
import type { dots } from './dots.types.ts'
import type { flags } from './flags.types.ts'
import { encode } from './flags.ts'
import type { objects, ResultOf } from './objects.types.ts'
import type { polymorphic, Types } from './polymorphic.types.ts'
import type { repeats } from './repeats.types.ts'
export const c: dots.a.b.C = { _: 'a.b.c', x: 1 }
export const usual: flags.Usual = { _: 'usual', on: true }
encode({ _: 'look', mode: 1, id: 2 })
export const cap: flags.Cap = { _: 'cap', version: 1, flags: 7 }
export const result: ResultOf<{ _: 'run'; layer: 1; request: { _: 'wrap'; query: { _: 'echo'; x: 1 } } }> = 5
export const rows: repeats.Rows = { _: 'rows', n: 1, m: 1, cells: [[1, 2]] }
export const pairs: repeats.Pairs = { _: 'pairs', n: 1, items: [{ key: '', value: 1n }], arg4: 0, tail: [] }
export const some: polymorphic.Maybe_string = { _: 'some', result: 'x' }
export const type: Types['Maybe<string>'] = some
export const box: objects.Object = { _: 'box', body: { _: 'packed', data: new Uint8Array() }, all: [] }
`.replace('arg4: 0, tail: []', 'tail: 0, arg4: []')
  expect(await typeCheck(folder.path, { 'program.ts': program })).toBe('')
})

describe('names with several dots', () => {
  it('are namespaces within namespaces', () => {
    comesBack('dots', { _: 'a.b', y: { _: 'a.b.c', x: 1 }, z: { _: 'a.b.c', x: 2 } } as never)
    const bytes = of('dots').encode({ _: 'a.b.c.get', id: 5n })
    expect(of('dots').decodeMethod(bytes)).toEqual({ _: 'a.b.c.get', id: 5n })
  })
})

describe('flag words', () => {
  it('are such because fields test them: any other is a number, whatever it is called', () => {
    expect(comesBack('flags', { _: 'cap', version: 1, flags: 7 } as never)).toEqual(ints(1, 1, 7))
  })

  it('are computed, with the bits beside that no field stands for', () => {
    expect(comesBack('flags', { _: 'look', mode: 1, id: 2 } as never)).toEqual(ints(2, 1, 2))
    expect(comesBack('flags', { _: 'look', mode: 1, id: 2, lt: 3n } as never)).toEqual(ints(2, 3, 2, 3, 0))
    expect(comesBack('flags', { _: 'look', id: 2, lt: 3n } as never)).toEqual(ints(2, 2, 2, 3, 0))
  })

  it('keep bits that nobody knows', () => {
    for (const word of [0x20, -0x8000_0000, 0x7fff_fffa]) {
      const bytes = ints(3, word, 0)
      const value = of('flags').decode('Usual', bytes)
      expect(value).toMatchObject({ _: 'usual', flags: word >>> 0 })
      expect(of('flags').encode(value)).toEqual(bytes)
    }
    expect(of('flags').encode(of('flags').decode('Usual', ints(3, -1, 0x0000_6101, -1, 5)))).toEqual(
      ints(3, -1, 0x0000_6101, -1, 5),
    )
  })

  it('cannot set the bit of a field by themselves, and take only 32 bits', () => {
    expect(of('flags').encode({ _: 'look', mode: 2, id: 2 })).toEqual(ints(2, 0, 2))
    for (const mode of [-1, 2 ** 32, 1.5, '1']) {
      expect(() => of('flags').encode({ _: 'look', mode, id: 2 })).toThrow(/look\.mode: .*is not a number/)
    }
  })

  it('may hang on a bit of another', () => {
    comesBack('flags', { _: 'inner' } as never)
    expect(comesBack('flags', { _: 'inner', x: 9, flags2: 0 } as never)).toEqual(ints(4, 8, 1, 9))
    expect(of('flags').encode({ _: 'inner', x: 9 })).toEqual(ints(4, 8, 1, 9))
    expect(comesBack('flags', { _: 'inner', flags2: 0 } as never)).toEqual(ints(4, 8, 0))
    expect(comesBack('flags', { _: 'inner', flags: 1, flags2: 4 } as never)).toEqual(ints(4, 9, 4))
  })
})

describe('objects and built-in types', () => {
  it('any object stands where an `Object` is wanted, and nothing else', () => {
    const packed = { _: 'packed', data: Uint8Array.of(1, 2, 3) }
    comesBack('objects', { _: 'box', body: packed, all: [packed, { _: 'box', body: packed, all: [] }] } as never)
    comesBack('objects', packed)
    const message = { _: 'message', msgId: 1n, seqno: 2, bytes: 8, body: packed }
    comesBack('objects', { _: 'container', messages: [message] } as never)
    expect(() => of('objects').encode({ _: 'box', body: { _: 'any' }, all: [] })).toThrow(/'any' cannot stand here/)
    expect(() => of('objects').decode('Box', ints(2, 9))).toThrow('0x00000009 is not a constructor of any type')
  })

  it('objects in objects end at a depth', () => {
    const depth = 200
    const bytes = ints(...Array<number>(depth).fill(2))
    expect(() => of('objects').decode('Box', bytes)).toThrow(/Nested deeper/)
  })

  it('a boxed built-in has its number in front, a bare one has none', () => {
    const value = { _: 'numbers', boxed: 7, bare: 8, list: ['a'], plain: ['b'] }
    const bytes = comesBack('objects', value)
    expect(bytes.subarray(0, 16)).toEqual(ints(5, 0xa8509bda | 0, 7, 8))
  })

  it('a wrapped request may be called anything, and gives its result', () => {
    const request = { _: 'run', layer: 1, request: { _: 'wrap', query: { _: 'echo', x: 5 } } }
    const bytes = of('objects').encode(request)
    expect(of('objects').decodeMethod(bytes)).toEqual(request)
    const result = of('objects').encodeResult(request, 6)
    expect(result).toEqual(ints(0xa8509bda | 0, 6))
    expect(of('objects').decodeResult(request, result)).toBe(6)
    const packed = { _: 'packed', data: Uint8Array.of(1) }
    expect(of('objects').decodeResult({ _: 'any' }, of('objects').encodeResult({ _: 'any' }, packed))).toEqual(packed)
  })
})

describe('repetitions and conditions on numbers', () => {
  it('are arrays of what is repeated, without a count in front', () => {
    expect(comesBack('repeats', { _: 'hash', parts: [1, 2, 3, 4] } as never)).toEqual(ints(1, 1, 2, 3, 4))
    const rows = { _: 'rows', n: 2, m: 0, cells: [[1], [2]] }
    expect(comesBack('repeats', rows)).toHaveLength(12 + 16)
    const items = [
      { key: 'a', value: 1n },
      { key: 'b', value: 2n },
    ]
    comesBack('repeats', { _: 'pairs', n: 2, items, tail: 3, arg4: [7, 8, 9] } as never)
  })

  it('must be as long as their number says', () => {
    expect(() => of('repeats').encode({ _: 'hash', parts: [1, 2, 3] })).toThrow(/hash\.parts/)
    expect(() => of('repeats').encode({ _: 'rows', n: 1, m: 0, cells: [[1], [2]] })).toThrow(/rows\.cells/)
    expect(() => of('repeats').decode('Rows', ints(2, -1, -1))).toThrow(/do not fit/)
  })

  it('of what takes no bytes there is a limit, since no input ends it', () => {
    comesBack('repeats', { _: 'matrix', m: 2, n: 0, a: [[], []] } as never)
    comesBack('repeats', { _: 'nothings', list: [true, true], objects: [{ _: 'nothing' }] } as never)
    expect(() => of('repeats').decode('Matrix', ints(7, -1, 0))).toThrow(/do not fit/)
    expect(() => of('repeats').decode('Nothings', ints(8, 0x7fff_ffff, 0))).toThrow(/do not fit/)
  })

  it('a field is there if its number is not 0', () => {
    expect(comesBack('repeats', { _: 'maybe', n: 0 } as never)).toEqual(ints(4, 0))
    comesBack('repeats', { _: 'maybe', n: 3, x: 1, y: 'y' } as never)
    expect(() => of('repeats').encode({ _: 'maybe', n: 0, x: 1 })).toThrow(/maybe\.x/)
    expect(() => of('repeats').encode({ _: 'maybe', n: 1, x: 1 })).toThrow(/maybe\.y/)
  })

  it('a word outside a repetition says what is in each of its items', () => {
    const items = [
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]
    comesBack('repeats', { _: 'flagged', flags: 1, n: 2, items } as never)
    comesBack('repeats', { _: 'flagged', n: 1, items: [{ id: 1 }] } as never)
    expect(() => of('repeats').encode({ _: 'flagged', n: 1, items: [{ id: 1, name: 'a' }] })).toThrow(/name/)
    comesBack('repeats', {
      _: 'deep',
      n: 2,
      items: [
        { m: 0, x: [] },
        { m: 2, x: [4, 5], y: 1, flags: 1 },
      ],
    } as never)
  })
})

describe('polymorphic types', () => {
  const value = {
    _: 'all',
    fieldsMask: 5,
    one: { _: 'user', id: 1, name: 'a', age: 2 },
    many: [{ _: 'user', id: 2, name: 'b', age: 3 }],
    three: { _: 'tuple', arg1: [1, 2, 3] },
    two: { _: 'tuple', arg1: [{ _: 'none' }, { _: 'some', result: 5n }] },
    names: { _: 'dictionary', arg1: [{ _: 'dictionaryField', key: 'k', value: 'v' }] },
    of: { _: 'pair', x: 1, y: { _: 'some', result: 's' } },
    numbers: { _: 'list.cons', head: 1, tail: { _: 'list.cons', head: 2, tail: { _: 'list.end' } } },
    n: 2,
    rest: { _: 'tuple', arg1: ['x', 'y'] },
  }

  it('are types of their own where they are used', () => {
    comesBack('polymorphic', value)
    const some = { _: 'some', result: 'x' }
    const bytes = of('polymorphic').encodeResult({ _: 'find', id: 1 }, some)
    expect(of('polymorphic').decodeResult({ _: 'find', id: 1 }, bytes)).toEqual(some)
    expect(of('polymorphic').decode('Maybe<string>', bytes)).toEqual(some)
  })

  it('are as their numbers say', () => {
    const { encode } = of('polymorphic')
    expect(() => encode({ ...value, fieldsMask: 1 })).toThrow(/all\.one\.age/)
    expect(() => encode({ ...value, fieldsMask: 4 })).toThrow(/all\.one\.name/)
    expect(() => encode({ ...value, n: 3 })).toThrow(/all\.rest\.arg1/)
    expect(() => encode({ ...value, three: { _: 'tuple', arg1: [1] } })).toThrow(/all\.three\.arg1/)
  })
})

describe('names that would collide in TypeScript', () => {
  it('are told apart, and stay as they are on the wire', () => {
    comesBack('names', { _: 'first', a_b: 1, aB: 2, r_: 3, r: 4, w: 5, v: 6, class: 7 } as never)
    comesBack('names', { _: 'class', x: 1 } as never)
    comesBack('names', { _: 'return.default', y: 1 } as never)
    const data = Uint8Array.of(1)
    const some = { _: 'x.some', q: data }
    const other = { _: 'x.other', q: data, a: some, b: { _: 'x.other', q: data, a: some, b: undefined } }
    expect(() => of('names').encode(other)).toThrow()
    comesBack('names', { _: 'u', c: data } as never)
    const int = { _: 'vector.int', x: 1 }
    comesBack('names', { _: 'lists', a: [1], b: [int], c: [2], d: [int] } as never)
    comesBack('names', { _: 'query', writeQuery: 1, readAny: 2, query: 3 } as never)
    expect(of('names').decodeMethod(of('names').encode({ _: 'delete', in: 1 }))).toEqual({ _: 'delete', in: 1 })
  })
})

describe('built-in types of dialects', () => {
  it('are such where the file declares them', () => {
    const chat = {
      _: 'chat',
      id: 2 ** 53 - 1,
      date: -1,
      key: -5n,
      name: 'n',
      hash: new Uint8Array(32).fill(1),
      sum: new Uint8Array(64).fill(2),
      pass: 'secret',
      salt: Uint8Array.of(3),
      ratio: 0.1,
      small: 0.5,
      parts: [Uint8Array.of(4)],
      on: true,
      list: [1, -(2 ** 53 - 1)],
    }
    comesBack('dialect', chat)
    for (const id of [2 ** 53, 1.5, 1n]) expect(() => of('dialect').encode({ ...chat, id })).toThrow(/chat\.id/)
    comesBack('dialect', { _: 'boxed', a: 1, b: 2n, c: Uint8Array.of(5) } as never)
    const result = of('dialect').encodeResult({ _: 'getInt', x: 1 }, 7)
    expect(result).toHaveLength(12)
    expect(of('dialect').decodeResult({ _: 'getInt', x: 1 }, result)).toBe(7)
    // A number of more than 53 bits.
    result[11] = 0x7f
    expect(() => of('dialect').decodeResult({ _: 'getInt', x: 1 }, result)).toThrow(/53 bits/)
  })
})

describe('requests that share a number', () => {
  it('can all be written, and the one that wraps another is found', () => {
    const { encode, decodeMethod } = of('prefixes')
    const prefix = encode({ _: 'withPrefix', id: 'a' })
    const whole = encode({ _: 'with', id: 'a', query: { _: 'get' } })
    expect(whole.subarray(0, prefix.length)).toEqual(prefix)
    expect(decodeMethod(whole)).toEqual({ _: 'with', id: 'a', query: { _: 'get' } })
  })
})
