import { describe, expect, it } from 'vitest'
import { parsePage } from './parse-page.ts'

const address = new URL('https://site.example/folder/page')
const parse = (html: string, contentType = 'text/html') => parsePage(Buffer.from(html), contentType, address)

describe('what a page says of itself', () => {
  it('is taken from what is meant for previews, else from what is meant for people', () => {
    const plain = '<title>A &amp;\n  title</title><meta name="description" content="For searching">'
    expect(parse(`<html><head>${plain}</head></html>`)).toEqual({ title: 'A & title', description: 'For searching' })
    const openGraph =
      '<meta property="og:title" content="Better"><meta property="og:description" content="More &lt;b&gt;">' +
      '<META PROPERTY="OG:SITE_NAME" CONTENT="Site"><meta property="og:title" content="Second">'
    expect(parse(`<head>${plain}${openGraph}</head>`)).toEqual({
      title: 'Better',
      description: 'More <b>',
      siteName: 'Site',
    })
  })

  it('names a picture, by an address that may be relative to its own', () => {
    const pictureIn = (html: string): string | undefined => parse(html).picture
    expect(pictureIn('<meta property="og:image" content="../a.png?b">')).toBe('https://site.example/a.png?b')
    expect(pictureIn('<link rel="image_src" href="//cdn.example/x.jpg">')).toBe('https://cdn.example/x.jpg')
    const several = '<meta name="twitter:image" content="/t"><meta property="og:image" content="/o">'
    expect(pictureIn(several)).toBe('https://site.example/o')
    expect(pictureIn('<meta property="og:image" content="http://[">')).toBeUndefined()
    expect(pictureIn(`<meta property="og:image" content="/${'x'.repeat(3_000)}">`)).toBeUndefined()
  })

  it('is nothing if it says nothing, or says it in its body', () => {
    const nothing = { title: undefined, description: undefined, siteName: undefined }
    expect(parse('')).toEqual(nothing)
    expect(parse('<title> </title><body><title>x</title><meta property="og:title" content="y">')).toEqual(nothing)
    expect(parse('<meta property="og:title"><meta content="x"><title')).toEqual(nothing)
  })

  it('is one line, and not a long one', () => {
    const { title, description } = parse(`<title>${'👍'.repeat(300)}</title><meta name=description content="a\n\n b">`)
    expect(title).toBe(`${'👍'.repeat(255)}…`)
    expect(description).toBe('a b')
  })

  it('is read in the character set of the answer, of the page, or UTF-8', () => {
    const cyrillic = Buffer.concat([Buffer.from('<title>'), Buffer.from([0xcf, 0xf0]), Buffer.from('</title>')])
    expect(parsePage(cyrillic, 'text/html; charset="windows-1251"', address).title).toBe('Пр')
    const meta = Buffer.concat([Buffer.from('<meta charset=windows-1251>'), cyrillic])
    expect(parsePage(meta, 'text/html', address).title).toBe('Пр')
    expect(parse('<title>é</title>', 'text/html; charset=no-such-thing').title).toBe('é')
  })
})
