import { deepStrictEqual, strictEqual } from 'node:assert'
import { generate, link, parse } from '@chappe/tl-schema'

const { ast, errors } = parse('point x:int y:int = Point;', 'point.tl')
deepStrictEqual(errors, [])
const { schema, diagnostics } = link(ast)
deepStrictEqual(diagnostics, [])
const names: string[] = generate(schema, { name: 'shapes' }).map(({ name }) => name)
strictEqual(names.includes('shapes.ts'), true)
console.log('fine')
