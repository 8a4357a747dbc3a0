// Components which the documentation site offers to its pages without an import.
import MDXComponents from "@theme-original/MDXComponents";
import TabItem from "@theme/TabItem";
import Tabs from "@theme/Tabs";

export default {
  ...MDXComponents,
  Tabs,
  TabItem,
  // The real component redirects the browser to the pack list.
  RedirectPackPage: () => null,
};
