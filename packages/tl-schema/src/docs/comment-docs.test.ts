import { describe, expect, it } from 'vitest'
import { dialects } from '../dialect.ts'
import { link } from '../link.ts'
import { parse } from '../parse.ts'

function docsOf(text: string): { texts: Record<string, string>; fields: Record<string, string>; types: object } {
  const { schema } = link(parse(text).ast)
  const texts: Record<string, string> = {}
  const fields: Record<string, string> = {}
  for (const { name, doc } of [...schema.constructors, ...schema.methods]) {
    if (doc === undefined) continue
    if (doc.text !== '') texts[name] = doc.text
    for (const [field, said] of doc.fields) fields[`${name}.${field}`] = said
  }
  return {
    texts,
    fields,
    types: Object.fromEntries([...schema.typeDocs].map(([type, { text: said }]) => [type, said])),
  }
}

describe('comments', () => {
  it('say what the definition right below them is, line by line', () => {
    const { texts } = docsOf('// A person,\n//  or a bot.\nuser id:long = User;\nchat = Chat;\n')
    expect(texts).toEqual({ user: 'A person,\nor a bot.' })
  })

  it('say so on its last line, too, and as blocks', () => {
    const { texts } = docsOf(
      '/** A person,\n  * or a bot.\n */\nuser id:long\n  = User; // alive\n/* A place */ chat = Chat;\n',
    )
    expect(texts).toEqual({ user: 'A person,\nor a bot.\nalive', chat: 'A place' })
  })

  it.each(dialects)('are read in the dialect %s', (dialect) => {
    const text = 'int32 = Int32;\n// Someone\nuser id:int32 // who\n  = User;\n'
    const { schema } = link(parse(text).ast, { dialect })
    expect(schema.byName.get('user')?.doc).toMatchObject({ text: 'Someone', fields: new Map([['id', 'who']]) })
  })

  it('say nothing of what an empty line parts them from', () => {
    expect(docsOf('// A part of the file\n\nuser id:long = User;\n// The end\n').texts).toEqual({})
    expect(docsOf('// A part\n\n// A person\nuser id:long = User;\n').texts).toEqual({ user: 'A person' })
  })

  it('say nothing as marks of layers, rulers, headings and definitions that are out of force', () => {
    const marks =
      '// LAYER 5\n// layers seen: 1-5\n//////////\n// ---- People ----\n//user#11 id:int = User;\n---types---\n'
    expect(docsOf(`${marks}//old id:int = Old;\n// layers 3-\nuser id:long = User; // since 3\n`).texts).toEqual({})
  })

  it('stand inside a definition for the field before them on the line, or else for the next', () => {
    const { fields, texts } = docsOf(
      'user // what it is\n  id:long // who\n  // first\n  // and last\n  name:string /* old */ age:int = User;\n',
    )
    expect(fields).toEqual({ 'user.id': 'what it is\nwho', 'user.name': 'first\nand last\nold' })
    expect(texts).toEqual({})
  })
})

describe('comments in TDLib’s form', () => {
  it('have a tag for each field, and lines that go on', () => {
    const { texts, fields } = docsOf(
      '//@description A group,\n//-that is small @id Which one\n//@title Its name;\n//-0-64 characters\nchat id:long title:string = Chat;\n',
    )
    expect(texts).toEqual({ chat: 'A group,\nthat is small' })
    expect(fields).toEqual({ 'chat.id': 'Which one', 'chat.title': 'Its name;\n0-64 characters' })
  })

  it('name a field called like a tag with `param_`, and leave other words with @ alone', () => {
    const { texts, fields } = docsOf(
      '//@description Write to @someone or a@id.org @param_description What for @class_ no\nchat description:string = Chat;\n',
    )
    expect(texts).toEqual({ chat: 'Write to @someone or a@id.org' })
    expect(fields).toEqual({ 'chat.description': 'What for @class_ no' })
  })

  it('describe types wherever they stand', () => {
    const { types, texts } = docsOf(
      '//@class Chat @description A place\n\n//@class User @description Someone\n//@description A group\nchat = Chat;\nuser = User;\n',
    )
    expect(types).toEqual({ Chat: 'A place', User: 'Someone' })
    expect(texts).toEqual({ chat: 'A group' })
  })
})
