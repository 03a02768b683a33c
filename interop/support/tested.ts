import { fileURLToPath } from 'node:url'

/** `npm test` builds first and tests what was built; a test that is run by itself takes the sources as they are. */
const isBuilt = Boolean(process.env['CHAPPE_TEST_BUILT'])

/** With these arguments Node loads the packages as they are tested. */
export const conditions: readonly string[] = isBuilt ? [] : ['--conditions=@chappe/source']

/** The arguments by which Node runs a command of a package. */
export function command(name: 'server' | 'bot-api' | 'testkit', program: string): string[] {
  const folder = new URL(`../../packages/${name}/`, import.meta.url)
  const path = (file: string): string => fileURLToPath(new URL(file, folder))
  return isBuilt ? [path(`bin/${program}.js`)] : [...conditions, path(`src/cli/${program}.ts`)]
}
