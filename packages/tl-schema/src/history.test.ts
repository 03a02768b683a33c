import { describe, expect, it } from 'vitest'
import { linkHistory } from './history.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { switchLayer } from './switch-layer.ts'

const today = `// LAYER 12

---types---

peer id:long = Peer; // since 12
user peer:Peer = User;
wanderer = Wanderer; // layers 10, 12-

---functions---

getUser id:long = User; // since 11
`

const history = `// Definitions of other layers.
// layers seen: 10-12, 15

---types---

// since 15
club = Club;

// layers 10-11
peer id:int = Peer;

---functions---

// layer 10
getUser id:int = User;
`

const programs = [parse(today, 'today.tl').ast, parse(history, 'history.tl').ast]

describe('a schema through its layers', () => {
  const linked = linkHistory(programs)

  it('has no findings if each layer is sound', () => {
    expect(linked.diagnostics).toEqual([])
    expect(linked.history.layers).toEqual([10, 11, 12, 15])
  })

  it('gives the schema of any layer, and takes the next lower one for a number in a gap', () => {
    const names = (layer: number): string[] | undefined =>
      linked.history.at(layer)?.constructors.map(({ definition }) => definition.replace(/#\w+/, ''))
    expect(names(10)).toEqual(['user peer:Peer = User;', 'wanderer = Wanderer;', 'peer id:int = Peer;'])
    expect(names(11)).toEqual(['user peer:Peer = User;', 'peer id:int = Peer;'])
    expect(names(14)).toEqual(['peer id:long = Peer;', 'user peer:Peer = User;', 'wanderer = Wanderer;'])
    expect(names(99)).toEqual([
      'peer id:long = Peer;',
      'user peer:Peer = User;',
      'wanderer = Wanderer;',
      'club = Club;',
    ])
    expect(linked.history.at(14)?.layer).toBe(12)
    expect(linked.history.at(9)).toBeUndefined()
  })

  it('gives each definition its layers, open ends closed by the newest one', () => {
    expect(linked.history.definitions.map(({ combinator, first, last }) => [combinator.name, first, last])).toEqual([
      ['club', 15, 15],
      ['getUser', 10, 10],
      ['getUser', 11, 15],
      ['peer', 10, 11],
      ['peer', 12, 15],
      ['user', 10, 15],
      ['wanderer', 10, 15],
    ])
    expect(linked.history.definitions.at(-1)?.ranges).toEqual([
      { first: 10, last: 10 },
      { first: 12, last: 15 },
    ])
  })

  it('finds what is wrong in one layer only', () => {
    const broken = parse('// layers seen: 1-3\na x:B = A;\nb = B; // layers 1, 3').ast
    expect(linkHistory([broken]).diagnostics.map(({ message }) => message)).toEqual(['unknown type `B`'])
  })

  it('finds two definitions of a name that overlap, and a number that two of them share', () => {
    const broken = parse('// layers seen: 1-5\na = A; // layers 1-3\na x:int = A; // since 3\nb = B;').ast
    expect(linkHistory([broken]).diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'layer-overlap: `a` has two definitions in layer 3: layers 3-5 here',
    ])
    const shared = parse('// layers seen: 1-5\na#1 = A; // layer 1\nb#1 = A; // since 2').ast
    expect(linkHistory([shared]).diagnostics.map(({ code }) => code)).toContain('duplicate-number')
  })
})

describe('switching the layer', () => {
  const [first, second] = programs
  if (!first || !second) throw new TypeError('the test has two programs')

  it("makes another layer today's", () => {
    const switched = switchLayer({ today: first, history: second }, 10)
    expect(print(switched.today)).toBe(`// LAYER 10

---types---

peer id:int = Peer; // layers 10-11
user peer:Peer = User;
wanderer = Wanderer; // layers 10, 12-

---functions---

getUser id:int = User; // layer 10
`)
    expect(print(switched.history)).toBe(`// Definitions of other layers.
// layers seen: 10-12, 15

---types---

// since 15
club = Club;

// since 12
peer id:long = Peer;

---functions---

// since 11
getUser id:long = User;
`)
  })

  it('loses nothing: every layer stays what it was, and switching back gives the same files', () => {
    for (const layer of [10, 11, 12, 15]) {
      const there = switchLayer({ today: first, history: second }, layer)
      const { history: relinked, diagnostics } = linkHistory([there.today, there.history])
      expect(diagnostics).toEqual([])
      for (const each of [10, 11, 12, 15]) {
        const names = (schema = relinked.at(each)): string[] | undefined =>
          schema && [...schema.constructors, ...schema.methods].map(({ definition }) => definition).sort()
        expect(names()).toEqual(names(linkHistory(programs).history.at(each)))
      }
      const back = switchLayer(there, 12)
      expect(print(back.today)).toBe(today)
      expect(print(back.history)).toBe(history)
    }
  })
})
