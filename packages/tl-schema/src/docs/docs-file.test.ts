import { describe, expect, it } from 'vitest'
import { link } from '../link.ts'
import type { LinkedSchema } from '../linked-schema.ts'
import { parse } from '../parse.ts'
import { applyDocs, parseDocs } from './docs-file.ts'

const schema = `
// Someone
user flags:# id:long hash:long name:flags.0?string = User;
group id:long = Chat;
channel id:long hash:int = Chat;
---functions---
send to:long hash:long = Chat;
drop id:long hash:long = Chat;
`

function apply(rows: string): { schema: LinkedSchema; messages: string[] } {
  const { docs, diagnostics } = parseDocs(rows, 'docs.tsv')
  const applied = applyDocs(link(parse(schema).ast).schema, docs)
  return { schema: applied.schema, messages: [...diagnostics, ...applied.diagnostics].map(({ message }) => message) }
}

describe('a file of docs', () => {
  it('says something of definitions, fields, errors and types, with a link for each text', () => {
    const { schema: found, messages } = apply(
      [
        '# a comment',
        'link\t\thttps://example.org/{kind}/{name}',
        'send\t\tSends it.\r',
        'send\tto\tWhom to.',
        'send\t!\tTO_INVALID FLOOD_%d',
        'Chat\t\tA place.',
        'group\tid\tIts id.',
        '',
      ].join('\n'),
    )
    expect(messages).toEqual([])
    expect(found.byName.get('send')?.doc).toEqual({
      text: 'Sends it.',
      fields: new Map([['to', 'Whom to.']]),
      errors: ['TO_INVALID', 'FLOOD_%d'],
      link: 'https://example.org/method/send',
    })
    expect(found.typeDocs.get('Chat')).toMatchObject({ text: 'A place.', link: 'https://example.org/type/Chat' })
    expect(found.typeDocs.get('User')).toBeUndefined()
    expect(found.byName.get('group')?.doc).toMatchObject({ text: '', link: undefined })
    // The same definition is the same object, wherever it is found.
    expect(found.types.get('Chat')?.[0]).toBe(found.byName.get('group'))
    expect(found.methods[0]).toBe(found.byId.get(found.methods[0]?.id ?? 0))
  })

  it('goes before comments, which stay where it says nothing', () => {
    expect(apply('user\tid\tWhich one.').schema.byName.get('user')?.doc).toMatchObject({ text: 'Someone' })
    const { schema: found } = apply('link\t\thttps://example.org/{kind}/{name}\nuser\t\tA person.')
    expect(found.byName.get('user')?.doc).toMatchObject({
      text: 'A person.',
      link: 'https://example.org/constructor/user',
    })
    // A type of one constructor is what that is, on a page of its own.
    expect(found.typeDocs.get('User')).toMatchObject({ text: 'A person.', link: 'https://example.org/type/User' })
  })

  it('says once what such fields of all described definitions are, by their type if it is given', () => {
    const { schema: found, messages } = apply(
      '*\thash:long\tFor caching.\n*\tid\tAn id.\nuser\t\tA person.\nuser\tid\tTheirs.\nchannel\t\tA channel.\n',
    )
    expect(messages).toEqual([])
    const fields = (name: string): object => Object.fromEntries(found.byName.get(name)?.doc?.fields ?? [])
    expect(fields('user')).toEqual({ hash: 'For caching.', id: 'Theirs.' })
    expect(fields('channel')).toEqual({ id: 'An id.' })
    expect(fields('drop')).toEqual({})
  })

  it.each([
    ['usr\t\tA person.', 'the schema has no `usr`'],
    ['user\tnmae\tA name.', '`user` has no field `nmae`'],
    ['user\t!\tOOPS_INVALID', '`user` is no method and has no errors'],
    ['Chat\tid\tAn id.', '`Chat` is a type and has no fields'],
    ['*\tnobody\tNobody has it.', 'no field is called `nobody`'],
    ['*\thash:string\tNone of this type.', 'no field is called `hash:string`'],
    ['*\t\tEverything.', '`*` stands for all definitions that have a field'],
    ['user\t\t ', 'nothing is said of `user`'],
    ['user\t\tOne.\nuser\t\tTwo.', '`user` is there twice'],
    ['user\tid\tOne\ttwo.', 'a line is a name, a field or nothing, and a text, with tabs between'],
  ])('complains of %j', (rows, message) => {
    expect(apply(rows).messages).toEqual([message])
  })

  it('points at the line, and at what was meant', () => {
    const { docs } = parseDocs('# first\nuser\t\tA person.\nchannle\t\tA channel.\n', 'docs.tsv')
    const [problem] = applyDocs(link(parse(schema).ast).schema, docs).diagnostics
    expect(problem?.hint).toBe('did you mean `channel`?')
    expect(problem?.span.source.text.slice(problem.span.start, problem.span.end)).toBe('channle\t\tA channel.')
  })
})
