import { describe, expect, it } from 'vitest'
import { diff, type SchemaDiff } from './diff.ts'
import { link } from './link.ts'
import { parse } from './parse.ts'
import { renderDiff } from './render-diff.ts'

function compare(before: string, after: string): SchemaDiff {
  return diff(link(parse(before).ast).schema, link(parse(after).ast).schema)
}

const before = `// LAYER 1
user flags:# id:int name:string phone:flags.1?string = User;
gone = Gone;
moved a:int b:int = Moved;
---functions---
getUser id:int = User;
both = User;`

const after = `// LAYER 2
user flags:# id:long name:flags.0?string premium:flags.2?true = User;
moved b:int a:int = Moved;
fresh = Fresh;
both = Both;
---functions---
getUser id:int = Vector<User>;`

describe('diff', () => {
  it('lists what was added, removed and changed, field by field', () => {
    const { layers, changes } = compare(before, after)
    expect(layers).toEqual({ before: 1, after: 2 })
    expect(changes.map(({ kind, of, name }) => `${kind} ${of} ${name}`)).toEqual([
      'removed constructor gone',
      'added constructor fresh',
      'changed constructor both',
      'changed constructor moved',
      'changed constructor user',
      'changed method getUser',
    ])
    expect(changes.find(({ name }) => name === 'user')).toMatchObject({
      details: [
        { kind: 'fieldRemoved', field: 'phone:flags.1?string' },
        { kind: 'fieldChanged', before: 'id:int', after: 'id:long' },
        { kind: 'fieldChanged', before: 'name:string', after: 'name:flags.0?string' },
        { kind: 'fieldAdded', field: 'premium:flags.2?true' },
      ],
    })
    expect(changes.find(({ name }) => name === 'moved')).toMatchObject({
      details: [{ kind: 'orderChanged', before: ['a', 'b'], after: ['b', 'a'] }],
    })
    expect(changes.find(({ name }) => name === 'getUser')).toMatchObject({
      details: [{ kind: 'resultChanged', before: 'User', after: 'Vector<User>' }],
    })
    expect(changes.find(({ name }) => name === 'both')).toMatchObject({
      details: [
        { kind: 'kindChanged', before: 'method', after: 'constructor' },
        { kind: 'resultChanged', before: 'User', after: 'Both' },
      ],
    })
  })

  it('sees no difference in order, layout and comments', () => {
    expect(compare('a = A; b x:int = B;', '// first\nb  x:int\n= B;\na = A;').changes).toEqual([])
  })

  it('sees a number that alone changed', () => {
    expect(compare('a#1 = A;', 'a#2 = A;').changes).toMatchObject([
      { kind: 'changed', before: 1, after: 2, details: [] },
    ])
  })

  it('turned around, swaps what was added and removed', () => {
    const names = (result: SchemaDiff, kind: string): string[] =>
      result.changes.filter((change) => change.kind === kind).map(({ name }) => name)
    expect(names(compare(before, after), 'added')).toEqual(names(compare(after, before), 'removed'))
    expect(names(compare(before, after), 'changed').sort()).toEqual(names(compare(after, before), 'changed').sort())
  })

  it('reads like a list', () => {
    expect(renderDiff(compare('a#1 x:int = A; old#3 = Old;', '// LAYER 7\na#2 x:long y:int = A; new#4 = New_;'))).toBe(
      [
        'layer ? → 7',
        '',
        'constructors: 1 removed, 1 added, 1 changed',
        '  - old#00000003 = Old;',
        '  + new#00000004 = New_;',
        '  ~ a #00000001 → #00000002',
        '      ~ x:int → x:long',
        '      + y:int',
        '',
      ].join('\n'),
    )
    expect(renderDiff(compare('a = A;', 'a = A;'))).toBe('')
  })
})
