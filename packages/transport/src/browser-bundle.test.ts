import { isBuiltin } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What a bundler finds when a browser program imports `contents`. */
async function bundle(contents: string) {
  const { metafile, outputFiles, errors } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    conditions: ['@chappe/source'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
  return { errors, inputs: Object.keys(metafile.inputs), imports, text: outputFiles[0]?.text ?? '' }
}

test.each(['@chappe/transport', '@chappe/transport/client', '@chappe/transport/websocket'])(
  '%s asks for nothing of Node in a browser',
  async (entry) => {
    const { errors, inputs, imports, text } = await bundle(`export * from '${entry}'`)
    expect(errors).toEqual([])
    expect(imports.filter(({ external }) => external)).toEqual([])
    expect(imports.filter(({ path }) => path.startsWith('node:') || isBuiltin(path))).toEqual([])
    const serverSide = /tcp-client|listener|http-gateway|websocket-client\.node|node_modules\/ws\/|simulator|fixture/
    expect(inputs.filter((path) => serverSide.test(path))).toEqual([])
    expect(text).not.toMatch(/\bfrom"node:|require\("node:/)
  },
)

test('in a browser @chappe/transport has what a client needs', async () => {
  const { text } = await bundle(`export * from '@chappe/transport'`)
  for (const name of ['createClientEndpoint', 'connectWebSocket', 'connectHttp', 'parseProxySecret', 'RpcFailure']) {
    expect(text).toMatch(new RegExp(`\\bas ${name}\\b`))
  }
})
