/** The client as a browser program has it: the bundle, run in Node with a browser's globals and nothing of Node. */
import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import { build } from 'esbuild'
import type * as face from './index.ts'

/** What a bundler makes of `@chappe/client` for browsers, as a script that leaves the package's face in `bundled`. */
export async function bundleForBrowsers(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from '@chappe/client'; export { createStorage } from '@chappe/client/storage'`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundled',
    conditions: ['@chappe/source'],
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

/** Runs the bundle where every function of the platform throws, as in browsers, when it is another object's method. */
export function runAsBrowser(bundle: string, own: { readonly fetch?: typeof fetch } = {}): typeof face {
  const window: Record<string, unknown> = {}
  const functions = { queueMicrotask, fetch, setTimeout: numberedTimeout, setInterval: numberedInterval, ...own }
  const guarded = { ...functions, clearTimeout, clearInterval, structuredClone, atob, btoa }
  for (const [name, act] of Object.entries(guarded)) window[name] = withOwnThis(name, window, act)
  // These check `this` by themselves, as they do in browsers.
  const WebAssembly: unknown = Reflect.get(globalThis, 'WebAssembly')
  Object.assign(window, { WebSocket, crypto, performance, WebAssembly, window, self: window, globalThis: window })
  const missing = ['setImmediate', 'clearImmediate', 'process', 'Buffer', 'require', 'module', 'global']
  const names = [...Object.keys(window), ...missing]
  const run = compileFunction(`${bundle}\nreturn bundled`, names)
  return run(...names.map((name) => window[name]))
}

function withOwnThis(name: string, window: object, act: (...args: never[]) => unknown): unknown {
  return function guarded(this: unknown, ...args: never[]): unknown {
    if (this !== undefined && this !== window) throw new TypeError(`Illegal invocation of ${name}`)
    return act(...args)
  }
}

/** Browsers give numbers for timers. */
function numberedTimeout(callback: () => void, ms?: number): number {
  return Number(setTimeout(callback, ms))
}

function numberedInterval(callback: () => void, ms?: number): number {
  return Number(setInterval(callback, ms))
}
