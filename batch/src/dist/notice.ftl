Pathwise
Licensed under the Apache License 2.0 (see LICENSE).

The directory lib brings along the libraries of others that are listed below, unchanged, with the licences that they
state for themselves. Of several licences each may be chosen.

Inside of these jars and of Pathwise's own:

  LLVM (https://llvm.org), its library libLLVM, packed in pathwise-llvm-kernels; taken unchanged from org.bytedeco:llvm
    Apache License 2.0 with LLVM exceptions
  CUDA (https://developer.nvidia.com), NVIDIA's PTX compiler, in libJNvPTXCompiler of jcuda-natives
    NVIDIA's End User License Agreement of the CUDA Toolkit

<#list dependencyMap as entry>
<#assign library=entry.getKey()>
  ${library.artifactId} ${library.version} (${library.groupId})
    ${entry.getValue()?join("; ")}<#if library.url??>
    ${library.url}</#if>
</#list>
