import type { BuildOptions, BuildResult } from 'esbuild';

/**
 * Bundles with esbuild's own program, or with its WebAssembly form if that program is not installed. The program is an
 * optional package, which CI jobs with credentials omit (`npm ci --omit=optional`). Both have one version and write the
 * same bytes. Rejects as esbuild does.
 */
export async function build<Options extends BuildOptions>(options: Options): Promise<BuildResult<Options>> {
  const { build: run } = hasProgram() ? await import('esbuild') : await import('esbuild-wasm');
  return run<Options>(options as Parameters<typeof run<Options>>[0]);
}

/** Returns whether this platform's `@esbuild/...` package is installed. */
function hasProgram(): boolean {
  try {
    import.meta.resolve(`@esbuild/${process.platform}-${process.arch}/package.json`);
    return true;
  } catch {
    return false;
  }
}
