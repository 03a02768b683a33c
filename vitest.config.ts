import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

// Tests run the TypeScript sources: the `@chappe/source` condition resolves every workspace package to its `src`.
const conditions = ['@chappe/source', 'node', 'import', 'default']

const resolution = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
}
/** Processes that tests start read their sources from here, as they were once compiled: else it is most of what they do. */
const compileCache = fileURLToPath(new URL('./node_modules/.chappe/compiled', import.meta.url))
const common = {
  env: { NODE_COMPILE_CACHE: compileCache },
  pool: 'forks' as const,
  testTimeout: 20_000,
  execArgv: ['--conditions=@chappe/source'],
}

/** Tests that replace a module for themselves, or measure. */
const isolated = ['packages/*/src/**/*.isolated.test.ts']
/** Tests that use the packages as others do, or start processes. */
const interop = ['interop/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts']

/**
 * `npm test` builds first, and then these load what was built, by Node itself: to load the sources of the server anew for each
 * file takes longer than most of them.
 */
const built = {
  test: {
    ...common,
    execArgv: [],
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
  },
}
const interopRuns = process.env['CHAPPE_TEST_BUILT'] ? built : { ...resolution, test: common }

const config: ViteUserConfig = defineConfig({
  test: {
    // More than there are cores: a sixth of their time they wait for processes, sockets and clocks.
    maxWorkers: 3,
    projects: [
      {
        // Three processes run all of these: loading the server anew for each file took longer than what most of them test.
        ...resolution,
        test: {
          ...common,
          name: 'packages',
          include: ['packages/*/{src,test}/**/*.test.ts'],
          exclude: isolated,
          isolate: false,
        },
      },
      {
        ...resolution,
        test: { ...common, name: 'isolated', include: isolated },
      },
      {
        ...interopRuns,
        test: { ...interopRuns.test, name: 'interop', include: interop },
      },
    ],
  },
})

export default config
