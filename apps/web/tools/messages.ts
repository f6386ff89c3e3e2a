import { baseCompile } from '@intlify/message-compiler';
import type { Plugin } from 'vite';

const file = /\/i18n\/src\/messages\/(?!.*test)[\w-]+\.ts$/;

type Tree = { [key: string]: string | Tree };

/** Compiles the texts while building, so that the page ships no message compiler. */
export function precompileMessages(): Plugin {
  return {
    name: 'kamachat-messages',
    apply: 'build',
    enforce: 'post',
    config: () => ({ define: { __INTLIFY_DROP_MESSAGE_COMPILER__: true } }),
    async transform(code, id) {
      if (!file.test(id)) return undefined;
      // The file is one object without imports: it can be read as it is.
      const source = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: Tree };
      return { code: `export default ${JSON.stringify(compile(source.default))};`, map: null };
    },
  };
}

function compile(tree: Tree): object {
  const entries = Object.entries(tree).map(([key, value]) => {
    if (typeof value !== 'string') return [key, compile(value)] as const;
    const { ast } = baseCompile(value, { jit: true, minify: true, location: false, onError: refuse(key) });
    return [key, ast] as const;
  });
  return Object.fromEntries(entries);
}

function refuse(key: string) {
  return (error: Error) => {
    throw new Error(`text ${key}: ${error.message}`);
  };
}
