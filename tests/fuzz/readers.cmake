# One for each format that is not text tables, and one through the door that all of them share.
foreach(reader json arff arrays sqlite hdf5 netcdf import)
  lathe_fuzzer(${reader} SOURCES fuzz_${reader}.cpp LIBRARIES lathe_data)
endforeach()
