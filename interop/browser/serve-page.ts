/** Bundles the page's program as any browser program is bundled, and serves it. */
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Nothing but the server under test may be reached. WebAssembly is needed by the cryptography; pictures are Blobs. */
const POLICY = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ws://127.0.0.1:* http://127.0.0.1:*; img-src blob:`

export interface ServedPage {
  readonly url: string
  close(): Promise<void>
}

export async function servePage(): Promise<ServedPage> {
  const script = await bundle()
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === '/page.js'
        ? ['text/javascript', script]
        : ['text/html', '<!doctype html><title>page</title><script src="/page.js"></script>']
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('the page has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    conditions: process.env['CHAPPE_TEST_BUILT'] ? [] : ['@chappe/source'],
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}
